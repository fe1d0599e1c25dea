// Cases from a JSON API that answers in pages. Put your own source in its place.

import { dates, isoDay, json, must, setting, table, texts } from "./kpi/sdk/js/kpi.js";

function describe() {
  return {
    id: "{{name}}",
    version: "1.0.0",
    title: "Cases from a JSON API",
    columns: [
      { name: "case", kind: "text", required: true, about: "the case's number" },
      { name: "opened", kind: "date", required: true, about: "the day it was opened" },
      { name: "closed", kind: "date", required: true, about: "the day it was closed; empty while it is open" },
    ],
    settings: [{ name: "site", kind: "text", required: true, about: "https:// and the API's host" }],
  };
}

// What to fetch. Asked first with nothing, then with what came last, until nothing more is wanted.
function plan(params, last) {
  if (last.length === 0) {
    const from = isoDay(params.period.start);
    const to = isoDay(params.period.end);
    return [page(1, `${setting(params, "site")}/cases?from=${from}&to=${to}&page=1`)];
  }
  const { next } = json(last[0]);
  return next ? [page(Number(last[0].id.slice("page-".length)) + 1, setting(params, "site") + next)] : [];
}

function page(number, url) {
  // A key for the API never comes here: write {secret:NAME} where it belongs, and kpi puts it in.
  return { id: `page-${number}`, url, headers: [["accept", "application/json"]] };
}

// The table, from all pages in their order.
function parse(params, got) {
  const rows = got.flatMap((response) => {
    const { cases } = json(response);
    must(Array.isArray(cases), "bad_page", `${response.id} has no list "cases"`);
    return cases;
  });
  return table([
    texts("case", rows.map((row) => row.number)),
    dates("opened", rows.map((row) => row.opened)),
    dates("closed", rows.map((row) => row.closed)),
  ]);
}

export const dataSource = { describe, plan, parse };
