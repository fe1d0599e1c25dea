/** One or more, with commas between and perhaps one behind. */
export const commas = (rule) => seq(rule, repeat(seq(",", rule)), optional(","));

/** Any number of them in brackets. */
export const list = (rule) => seq("[", optional(commas(rule)), "]");

export const block = (rule) => seq("{", repeat(rule), "}");

/** `key: value` */
export const entry = (key, value) => seq(field("key", key), ":", field("value", value));

const gap = /([ \t\r\n\u00A0\uFEFF]|#[^\n]*\n)+/;

/** Several words that are one: `pro rata`. They may stand on two lines, even with a comment between. */
export const words = (first, ...others) =>
  alias(token(seq(first, ...others.flatMap((word) => [gap, word]))), [first, ...others].join(" "));
