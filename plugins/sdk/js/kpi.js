// Helpers for kpi sources in JavaScript: columns, dates, exact decimals, and errors that say where.
// There is no clock, no network, no file and no Node here: what a source wants it asks for in `plan`.

/** Why there is no answer: a short code, what is wrong and what to do, and the column and row (from 0) where it is. */
export function problem(code, message, { column, row } = {}) {
  return { code, message, column, row };
}

/** Throws a problem unless the condition holds. */
export function must(condition, code, message, where) {
  if (!condition) throw problem(code, message, where);
}

/** A setting's value as text; `otherwise` where the rule file says nothing. */
export function setting(params, name, otherwise) {
  const field = params.settings.find((field) => field.name === name);
  return field === undefined ? otherwise : field.value;
}

/** The body of a response as text. */
export function text(response) {
  const bytes = response.body;
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i];
    const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : (first & 0xf0) === 0xe0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    must(more >= 0 && i + more < bytes.length, "not_text", `${response.id} is no UTF-8 from byte ${i}`);
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let j = 1; j <= more; j += 1) {
      must((bytes[i + j] & 0xc0) === 0x80, "not_text", `${response.id} is no UTF-8 from byte ${i}`);
      point = (point << 6) | (bytes[i + j] & 0x3f);
    }
    const least = [0, 0x80, 0x800, 0x10000][more];
    must(point >= least && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff), "not_text", `${response.id} is no UTF-8 from byte ${i}`);
    out += String.fromCodePoint(point);
    i += more + 1;
  }
  return out.charCodeAt(0) === 0xfeff ? out.slice(1) : out;
}

/** The body of a response as JSON; a page that is none says how it starts. */
export function json(response) {
  must(response.status >= 200 && response.status < 300, "bad_status", `${response.id} came with status ${response.status}`);
  const body = text(response);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw problem("not_json", `${response.id} is no JSON (${error.message}); it starts ${JSON.stringify(body.slice(0, 60))}`);
  }
}

/** A table of columns that are all of one length. */
export function table(columns) {
  const rows = columns.length === 0 ? 0 : columns[0].length;
  for (const { column, length } of columns) {
    must(length === rows, "uneven", `the column has ${length} cells, where there are ${rows} rows`, { column: column.name });
  }
  return { rows, columns: columns.map(({ column }) => column) };
}

const absent = (cell) => cell === null || cell === undefined;

function column(name, cells, tag, val) {
  const valid = new Uint8Array(cells.some(absent) ? Math.ceil(cells.length / 8) : 0);
  if (valid.length > 0) {
    cells.forEach((cell, row) => {
      if (!absent(cell)) valid[row >> 3] |= 1 << (row & 7);
    });
  }
  return { length: cells.length, column: { name, valid, data: { tag, val } } };
}

/** Texts; each different one is sent once. */
export function texts(name, cells) {
  const seen = new Map();
  const codes = Uint32Array.from(cells, (cell) => {
    const value = absent(cell) ? "" : String(cell);
    if (!seen.has(value)) seen.set(value, seen.size);
    return seen.get(value);
  });
  return column(name, cells, "dict", { values: [...seen.keys()], codes });
}

/** Floating-point numbers; for money take `decimals`. */
export function numbers(name, cells) {
  const nums = cells.map((cell, row) => {
    if (absent(cell)) return 0;
    must(typeof cell === "number" && Number.isFinite(cell), "not_a_number", `${JSON.stringify(cell)} is no number`, { column: name, row });
    return cell;
  });
  return column(name, cells, "nums", Float64Array.from(nums));
}

/** Whole numbers. */
export function integers(name, cells) {
  const ints = cells.map((cell, row) => {
    if (absent(cell)) return 0n;
    must(typeof cell === "bigint" || Number.isSafeInteger(cell), "not_whole", `${JSON.stringify(cell)} is no whole number`, { column: name, row });
    return BigInt(cell);
  });
  return column(name, cells, "ints", BigInt64Array.from(ints));
}

const MOST = 2n ** 63n;

/** Exact decimals from texts such as "1234.50". */
export function decimals(name, cells) {
  const parts = cells.map((cell, row) => {
    if (absent(cell)) return null;
    const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(cell).trim());
    must(found !== null, "not_a_number", `${JSON.stringify(cell)} is no number`, { column: name, row });
    return { sign: found[1], whole: found[2], part: (found[3] ?? "").replace(/0+$/, "") };
  });
  const scale = Math.max(0, ...parts.map((part) => part?.part.length ?? 0));
  const units = parts.map((part, row) => {
    if (part === null) return 0n;
    const unit = BigInt(part.sign + part.whole + part.part.padEnd(scale, "0"));
    must(scale <= 18 && unit < MOST && unit >= -MOST, "too_large", `${cells[row]} has more digits than kpi takes`, { column: name, row });
    return unit;
  });
  return column(name, cells, "fixed", { scale, units: BigInt64Array.from(units) });
}

/** Days since 1970-01-01 of a day that exists; none otherwise. */
export function day(year, month, date) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || date < 1) return undefined;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (date > [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]) return undefined;
  const from = month <= 2 ? year - 1 : year;
  const era = Math.floor(from / 400);
  const ofEra = from - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** 2024-04-01, from days since 1970-01-01: for URLs. */
export function isoDay(days) {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const of = shifted - era * 146097;
  const year = Math.floor((of - Math.floor(of / 1460) + Math.floor(of / 36524) - Math.floor(of / 146096)) / 365);
  const ofYear = of - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const two = (number) => String(number).padStart(2, "0");
  const real = month < 10 ? month + 3 : month - 9;
  return `${String(year + era * 400 + (real <= 2 ? 1 : 0)).padStart(4, "0")}-${two(real)}-${two(date)}`;
}

/** Dates from texts that start like 2024-04-01. */
export function dates(name, cells) {
  const days = cells.map((cell, row) => {
    if (absent(cell)) return 0;
    const found = /^(\d{4})-(\d{2})-(\d{2})(?:$|T)/.exec(String(cell).trim());
    const days = found && day(Number(found[1]), Number(found[2]), Number(found[3]));
    must(typeof days === "number", "not_a_date", `${JSON.stringify(cell)} is no date such as 2024-04-01`, { column: name, row });
    return days;
  });
  return column(name, cells, "days", Int32Array.from(days));
}

/** Yes or no. */
export function flags(name, cells) {
  return column(name, cells, "bools", Uint8Array.from(cells, (cell) => (cell === true ? 1 : 0)));
}
