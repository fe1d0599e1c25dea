"""Home care invoices from the extract that an old case system writes every night: a report for a line printer.

    HOMECARE INVOICE EXTRACT            RUN 01/07/24 PAGE    1
    CLIENT   NAME                 WEEK ENDING  HOURS     PENCE
    -----------------------------------------------------------
    0012345  SMITH, JANE          07/04/24      12.50    31250
    ...
    TOTAL RECORDS      3          TOTAL PENCE             68750

Fields stand at fixed places. Every page has a header; pages part at a form feed. Years have two digits. Hours may be
blank (a flat charge). Money is in pence, with the sign behind it as COBOL has it. The last line says how many records
there are and what they come to: an extract cut short is found out.
"""

import re
from datetime import date
from decimal import Decimal

import kpi
from kpi import problem
from wit_world import exports
from wit_world.exports import data_source as api
from wit_world.imports.types import ColumnInfo, SettingInfo

# The first year that two digits can mean: 70 is 1970 and 69 is 2069.
PIVOT = 70
RULE = re.compile(r"^-{10,}$")
PAGE = re.compile(r"PAGE +(\d+)$")
TOTAL = re.compile(r"^TOTAL RECORDS +(\d+) +TOTAL PENCE +(\d+)(-?)$")
# Where each field stands, from 0, and after the last of its characters.
FIELDS = {"client": (0, 7), "name": (9, 30), "week": (30, 38), "hours": (43, 49), "pence": (50, 59)}


class DataSource(exports.DataSource):
    def describe(self):
        return api.Info(
            id="fixed_width",
            version="1.0.0",
            title="Home care invoices from a nightly fixed-width extract",
            columns=[
                ColumnInfo("client", "text", True, "the client's number, with its leading noughts"),
                ColumnInfo("week_ending", "date", True, "the Sunday that the week ends with"),
                ColumnInfo("hours", "number", True, "empty for a flat charge"),
                ColumnInfo("cost", "number", True, "pounds; below nothing for a credit"),
            ],
            settings=[SettingInfo("file", "text", False, "the extract's name; homecare.txt if not said")],
        )

    def plan(self, params, last):
        if last:
            return []
        return [api.Request("extract", "file:" + kpi.setting(params, "file", "homecare.txt"), [])]

    def parse(self, params, got):
        # The printer's character set: a pound sign or an accent is one byte.
        records = read(kpi.text(got[0], "latin-1"))
        return kpi.table(
            kpi.texts("client", (record["client"] for record in records)),
            kpi.dates("week_ending", (record["week"] for record in records)),
            kpi.decimals("hours", (record["hours"] for record in records)),
            kpi.decimals("cost", (record["cost"] for record in records)),
        )


def read(extract):
    records, page, total = [], 0, None
    for number, line in enumerate(re.split(r"\r\n|\n|(?=\f)", extract), start=1):
        line = line.lstrip("\f").rstrip()
        header = PAGE.search(line)
        footer = TOTAL.match(line)
        if not line or RULE.match(line) or line.startswith("CLIENT "):
            continue
        if header:
            page += 1
            if int(header[1]) != page:
                raise problem("page_missing", f"line {number}: page {header[1]} comes where page {page} should; is a page lost?")
        elif footer:
            total = (int(footer[1]), int(footer[3] + footer[2]))
        elif page == 0:
            raise problem("no_header", f"line {number} comes before any page's header: {line[:40]!r}")
        elif total is not None:
            raise problem("after_total", f"line {number} comes after the line with the totals: {line[:40]!r}")
        else:
            records.append(record(line, number))
    if total is None:
        raise problem("cut_short", f"the extract ends without its line of totals, after {len(records)} records: was it cut short?")
    found = (len(records), sum(record["pence"] for record in records))
    if found != total:
        raise problem("totals_differ", f"the extract says {total[0]} records and {total[1]} pence, and has {found[0]} and {found[1]}")
    return records


def record(line, number):
    def wrong(field, why):
        start, end = FIELDS[field]
        return problem("bad_field", f"line {number}, characters {start + 1} to {end}: {why}", field)

    part = {field: line[start:end].strip() for field, (start, end) in FIELDS.items()}
    if not re.fullmatch(r"\d{7}", part["client"]):
        raise wrong("client", f"{part['client']!r} is no client's number of 7 digits")
    found = re.fullmatch(r"(\d{2})/(\d{2})/(\d{2})", part["week"])
    if not found:
        raise wrong("week", f"{part['week']!r} is no date such as 07/04/24")
    day, month, year = (int(digits) for digits in found.groups())
    try:
        week = date(year + (1900 if year >= PIVOT else 2000), month, day)
    except ValueError:
        raise wrong("week", f"there is no {part['week']}") from None
    if not re.fullmatch(r"(\d+\.\d{2})?", part["hours"]):
        raise wrong("hours", f"{part['hours']!r} is neither blank nor hours such as 12.50")
    money = re.fullmatch(r"(\d+)(-?)", part["pence"])
    if not money:
        raise wrong("pence", f"{part['pence']!r} is no pence such as 31250, or 31250- for a credit")
    pence = int(money[2] + money[1])
    return {
        "client": part["client"],
        "week": week,
        "hours": Decimal(part["hours"]) if part["hours"] else None,
        "pence": pence,
        "cost": Decimal(pence).scaleb(-2),
    }
