/**
 * @file The rule files of kpi, as grammar/kpi.pest has them.
 * @license MIT OR Apache-2.0
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

import expressions from "./grammar/expressions.js";
import indicator from "./grammar/indicator.js";
import items from "./grammar/items.js";
import literals from "./grammar/literals.js";

export default grammar({
  name: "kpi",

  word: ($) => $.name,

  extras: ($) => [/[ \t\r\n\u00A0\uFEFF]/, $.comment],

  // What src/scanner.c finds, in its order.
  externals: ($) => [
    $._phrase_word,
    $._phrase_next,
    $._key_name,
    $._where_key,
    $._by_key,
    $._from_key,
    $._same_key,
    $._year_key,
    $.date,
    $._period_literal,
    $.period,
    $._period_end,
    $.number,
    $.quantity,
    $.line_end,
    $._first_cell,
    $._cell,
    $._error_sentinel,
  ],

  // The words of the language are names, but where they hold an expression together.
  reserved: {
    global: () => [],
    values: () => ["if", "then", "else", "and", "or", "not", "where"],
  },

  // A column or a band may be called so: what follows the next word tells.
  conflicts: ($) => [
    [$._value_name, $.age_at],
    [$._value_name, $.open_test],
    [$._value_name, $.elapsed],
    [$.band],
    [$.band_label, $.status_word],
  ],

  rules: {
    file: ($) => repeat($._item),
    ...items,
    ...indicator,
    ...expressions,
    ...literals,
  },
});
