// Payments over £500, as councils in England have to publish them, from an open-data site that answers in the manner of
// CKAN's datastore: pages of records with an offset, or a `next` link.

import { dates, decimals, isoDay, json, must, problem, setting, table, texts } from "../../sdk/js/kpi.js";

const PAGE = 500;

function describe() {
  return {
    id: "opendata_spend",
    version: "1.0.0",
    title: "Payments over £500 from a council's open-data site",
    columns: [
      { name: "reference", kind: "text", required: true, about: "the council's number of the payment" },
      { name: "paid", kind: "date", required: true, about: "the day of the payment" },
      { name: "supplier", kind: "text", required: true, about: "empty where the council withholds it" },
      { name: "service", kind: "text", required: true, about: "the council's own name of the service" },
      { name: "amount", kind: "number", required: true, about: "pounds; below nothing for a credit" },
    ],
    settings: [
      { name: "site", kind: "text", required: true, about: "https:// and the site's host" },
      { name: "resource", kind: "text", required: true, about: "the id of the dataset's resource" },
    ],
  };
}

// The first page; then what each page says comes next, until one says nothing does.
function plan(params, last) {
  const site = setting(params, "site");
  must(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(site), "bad_setting", `the setting "site" is ${JSON.stringify(site)}, and has to be https:// (or http://) and a host`);
  if (last.length === 0) {
    const query = [
      `resource_id=${encodeURIComponent(setting(params, "resource"))}`,
      `limit=${PAGE}`,
      `from=${isoDay(params.period.start)}`,
      `to=${isoDay(params.period.end)}`,
    ];
    return [request(1, `${site}/api/3/action/datastore_search?${query.join("&")}`)];
  }
  const response = last[last.length - 1];
  const next = page(response).next;
  if (next === undefined) return [];
  const url = next.startsWith("/") ? site + next : next;
  must(url.startsWith(`${site}/`), "foreign_link", `${response.id} links to ${next}, which is not on ${site}`);
  return [request(Number(response.id.slice("page-".length)) + 1, url)];
}

function request(number, url) {
  return { id: `page-${number}`, url, headers: [["accept", "application/json"]] };
}

// A page's records and the link to the one after, or what is wrong with it.
function page(response) {
  const body = json(response);
  const where = response.id;
  if (body === null || typeof body !== "object") throw problem("bad_page", `${where} is ${JSON.stringify(body)}, and not a page of records`);
  if (body.success === false) {
    throw problem("refused", `${where}: the site says ${JSON.stringify(body.error?.message ?? "no")}`);
  }
  const records = body.result?.records;
  must(Array.isArray(records), "bad_page", `${where} has no list result.records; its parts are ${Object.keys(body).join(", ") || "none"}`);
  const next = body.result._links?.next;
  must(next === undefined || next === null || typeof next === "string", "bad_page", `${where}: result._links.next is no text`);
  // CKAN goes on linking to pages after the last one, which are empty.
  return { records, next: records.length === 0 || !next ? undefined : next, total: body.result.total };
}

function parse(params, got) {
  const pages = got.map(page);
  const rows = [];
  const seen = new Map();
  pages.forEach(({ records }, index) => {
    records.forEach((record, of) => {
      const here = `record ${of + 1} of ${got[index].id}`;
      const reference = text(record, "TransactionNumber", here);
      // A page that shifts while it is read repeats records, or loses some without a word.
      must(!seen.has(reference), "twice", `${reference} stands twice: in ${seen.get(reference)} and in ${here}; the pages changed while they were read, so run again`);
      seen.set(reference, here);
      rows.push({
        reference,
        paid: text(record, "PaymentDate", here),
        supplier: optional(record, "SupplierName"),
        service: text(record, "ServiceArea", here),
        amount: amount(record, here),
      });
    });
  });
  const total = pages[0]?.total;
  must(total === undefined || total === rows.length, "pages_missing", `the site says there are ${total} payments, and its pages have ${rows.length}`);
  return table([
    texts("reference", rows.map((row) => row.reference)),
    dates("paid", rows.map((row) => row.paid)),
    texts("supplier", rows.map((row) => row.supplier)),
    texts("service", rows.map((row) => row.service)),
    decimals("amount", rows.map((row) => row.amount)),
  ]);
}

function text(record, name, here) {
  const value = record?.[name];
  must(typeof value === "string" || typeof value === "number", "no_field", `${here} has no ${name}; it has ${Object.keys(record ?? {}).join(", ") || "nothing"}`);
  must(String(value).trim() !== "", "no_field", `${here}: ${name} is empty`);
  return String(value).trim();
}

// Suppliers who are people are withheld: "REDACTED", "Redacted Personal Data", or nothing.
function optional(record, name) {
  const value = String(record[name] ?? "").trim();
  return value === "" || /^redacted/i.test(value) ? null : value;
}

// "£1,234.50", "1234.5", "(12.00)" and "-12.00": as people type money.
function amount(record, here) {
  const written = text(record, "Amount", here);
  const bracketed = /^\((.*)\)$/.exec(written);
  const digits = (bracketed ? `-${bracketed[1]}` : written).replace(/[£,\s]/g, "");
  must(/^-?\d+(\.\d+)?$/.test(digits), "not_money", `${here}: Amount is ${JSON.stringify(written)}`);
  return digits;
}

export const dataSource = { describe, plan, parse };
