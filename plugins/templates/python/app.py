"""Cases from an extract in CSV, with dates as people in Britain write them. Put your own source in its place."""

import csv
import io
from datetime import datetime

import kpi
from kpi import problem
from wit_world import exports
from wit_world.exports import data_source as api
from wit_world.imports.types import ColumnInfo, SettingInfo


class DataSource(exports.DataSource):
    def describe(self):
        return api.Info(
            id="{{name}}",
            version="1.0.0",
            title="Cases from a CSV extract",
            columns=[
                ColumnInfo("case", "text", True, "the case's number"),
                ColumnInfo("opened", "date", True, "the day it was opened"),
                ColumnInfo("closed", "date", True, "the day it was closed; empty while it is open"),
            ],
            settings=[SettingInfo("file", "text", False, "where the extract is; cases.csv if not said")],
        )

    def plan(self, params, last):
        """What to fetch. Asked first with nothing, then with what came last, until nothing more is wanted."""
        if last:
            return []
        return [api.Request("cases", "file:" + kpi.setting(params, "file", "cases.csv"), [])]

    def parse(self, params, got):
        """The table, from all that came."""
        rows = list(csv.DictReader(io.StringIO(kpi.text(got[0], "utf-8-sig"))))
        return kpi.table(
            kpi.texts("case", (row["Case"] for row in rows)),
            kpi.dates("opened", (day(row["Opened"], "opened", number) for number, row in enumerate(rows))),
            kpi.dates("closed", (day(row["Closed"], "closed", number) for number, row in enumerate(rows))),
        )


def day(written, column, row):
    if not written.strip():
        return None
    try:
        return datetime.strptime(written.strip(), "%d/%m/%Y").date()
    except ValueError:
        raise problem("not_a_date", f"{written!r} is no date such as 05/04/2024", column, row) from None
