"""Answers the questions of a specification with one plan of one engine.

usage: engines.py PLAN SPECIFICATION
Prints the seconds from opening the file to the answers (the interpreter's start and the import are not in it), and the
answers: numerator and denominator of each indicator, or null for a plan that only touches the columns.
"""

import datetime
import json
import sys
import time


def sql_conditions(question):
    first, last = question["window"]
    denominator = (
        f"started between date '{first}' and date '{last}'"
        f" and age >= {question['age']} and event = '{question['event']}'"
    )
    return f"{denominator} and outcome = '{question['outcome']}'", denominator


def wide_sql(spec, table):
    columns = []
    for number, question in enumerate(spec["questions"]):
        numerator, denominator = sql_conditions(question)
        counted = "count(distinct person)" if spec["distinct"] else "count(*)"
        columns.append(f"{counted} filter (where {numerator}) as n{number}")
        columns.append(f"count(*) filter (where {denominator}) as d{number}")
    return f"select {', '.join(columns)} from {table}"


def in_pairs(values):
    return [list(pair) for pair in zip(values[0::2], values[1::2])]


def limits(spec):
    windows = sorted({tuple(question["window"]) for question in spec["questions"]})
    return windows, sorted({question["age"] for question in spec["questions"]})


def fused_sql(spec, table):
    """One grouping by the classes that the conditions tell apart: what somebody who thinks of it writes by hand."""
    windows, ages = limits(spec)
    window = " ".join(
        f"when started between date '{first}' and date '{last}' then {at}" for at, (first, last) in enumerate(windows)
    )
    age = " + ".join(f"(case when age >= {limit} then 1 else 0 end)" for limit in ages)
    return (
        f"select case {window} else -1 end as w, {age} as a, event as e, outcome as o, count(*) as n"
        f" from {table} group by 1, 2, 3, 4"
    )


def combine(spec, rows):
    windows, ages = limits(spec)
    cells, any_outcome = {}, {}
    for window, age, event, outcome, count in rows:
        for limit in range(age):
            key = (window, limit, event)
            cells[key, outcome] = cells.get((key, outcome), 0) + count
            any_outcome[key] = any_outcome.get(key, 0) + count
    answers = []
    for question in spec["questions"]:
        key = (windows.index(tuple(question["window"])), ages.index(question["age"]), question["event"])
        answers.append([cells.get((key, question["outcome"]), 0), any_outcome.get(key, 0)])
    return answers


def touch_sql(spec, table):
    """Reads every value of the columns that the questions use, and does next to nothing with it. No minimum, maximum or
    count would do: those stand in the file's own statistics."""
    person = ", sum(person)" if spec["distinct"] else ""
    return (
        "select sum(started - date '2020-01-01'), sum(age), sum(length(event)), sum(length(outcome))"
        f"{person} from {table}"
    )


def duckdb_rows(sql):
    import duckdb

    return lambda: duckdb.connect().execute(sql).fetchall()


def datafusion_rows(sql, file):
    from datafusion import SessionContext

    def run():
        context = SessionContext()
        context.register_parquet("records", file)
        found = []
        for batch in context.sql(sql).collect():
            found.extend(zip(*(column.to_pylist() for column in batch.columns)))
        return found

    return run


def polars_row(spec, engine):
    import polars as pl

    def run():
        columns = []
        for number, question in enumerate(spec["questions"]):
            first, last = (datetime.date.fromisoformat(day) for day in question["window"])
            denominator = (
                pl.col("started").is_between(first, last)
                & (pl.col("age") >= question["age"])
                & (pl.col("event") == question["event"])
            )
            numerator = denominator & (pl.col("outcome") == question["outcome"])
            counted = pl.col("person").filter(numerator).n_unique() if spec["distinct"] else numerator.sum()
            columns.append(counted.alias(f"n{number}"))
            columns.append(denominator.sum().alias(f"d{number}"))
        return pl.scan_parquet(spec["file"]).select(columns).collect(engine=engine).rows()

    return run


def main():
    plan = sys.argv[1]
    with open(sys.argv[2], encoding="utf-8") as file:
        spec = json.load(file)
    engine, way = plan.split("-")
    table = f"read_parquet('{spec['file']}')" if engine == "duckdb" else "records"
    if engine == "polars":
        run = polars_row(spec, {"memory": "in-memory", "streaming": "streaming"}[way])
        answer = lambda rows: in_pairs(rows[0])
    else:
        sql = {"wide": wide_sql, "fused": fused_sql, "touch": touch_sql}[way](spec, table)
        run = duckdb_rows(sql) if engine == "duckdb" else datafusion_rows(sql, spec["file"])
        answer = {
            "wide": lambda rows: in_pairs(rows[0]),
            "fused": lambda rows: combine(spec, rows),
            "touch": lambda rows: None,
        }[way]
    started = time.perf_counter()
    answers = answer(run())
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "answers": answers}))


main()
