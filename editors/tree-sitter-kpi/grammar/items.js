import { block, entry, list, words } from "./lists.js";

const item = ($, keyword, body) => seq(keyword, field("name", $.name), block(body));

// Not an `order`: behind its commas something else may follow.
const terms = ($) => seq("by", $.order_term, repeat(seq(",", $.order_term)));

const compared = () => field("comparison", choice("=", "!=", "<", "<=", ">", ">="));

const table = ($) => ["=", "[", repeat1(seq($.line_end, optional($.table_row))), "]"];

export default {
  _item: ($) =>
    choice($.use_item, $.dataset, $.cohort, $.comparator, $.bands, $.template, $.indicator, $.scorecard, $.test),

  use_item: ($) => seq("use", field("path", $.text)),

  // ---------------------------------------------------------------------------------------------- dataset

  dataset: ($) => item($, "dataset", choice($.dataset_field, $.columns)),
  dataset_field: ($) =>
    choice(
      entry("source", $.source_value),
      entry("header", seq("row", $.number)),
      entry("key", $.names),
      $._birth,
      $._interval,
    ),
  _birth: ($) => entry("birth", $.birth_value),
  _interval: ($) => entry("interval", seq($.name, "to", $.name)),
  birth_value: ($) => seq($.name, optional(seq(",", $.number, words("days", "a", "year")))),

  source_value: ($) =>
    seq(
      field("kind", $.name),
      $.text,
      repeat(
        choice(seq("sheet", $.text), seq("separator", $.text), seq("table", $.text), seq("over", $.names), $.settings),
      ),
    ),
  /** What a plugin is told: `{ url: "…"  since: 2024-04-01  wards: yes }` */
  settings: ($) => block(seq($.setting, optional(","))),
  setting: ($) => entry(alias($._key_name, $.name), $._expr),

  columns: ($) => seq("columns", block($.column_def)),
  column_def: ($) =>
    seq(
      field("name", alias($._key_name, $.name)),
      ":",
      field("type", $.column_type),
      repeat(choice($.column_from, $.column_or, $.column_default)),
    ),
  column_type: ($) =>
    choice(seq("one", "of", $.codes), seq("some", "of", $.codes), "yes/no", $.name, alias(choice("one", "some"), $.name)),
  codes: ($) => list($.code),
  code: ($) => choice($.text, $._quantity, $.name),
  column_from: ($) => seq("from", $.text),
  column_or: ($) => seq("or", choice($.text, "empty"), "as", $.phrase),
  column_default: ($) => seq("=", $.code),

  // ---------------------------------------------------------------------------------------------- cohort

  cohort: ($) => item($, "cohort", choice($.cohort_field, $.let_field, $.cascade)),
  cohort_field: ($) =>
    choice(
      entry(choice("title", "description", "source"), $._text_or_number),
      entry(alias($._from_key, "from"), $.name),
      entry(alias($._where_key, "where"), $._expr),
      $._birth,
      $._interval,
      entry("keep", $.keep_value),
      entry("episodes", $.episodes_value),
      entry("require", seq($._disjunction, "else", $.text)),
    ),
  keep_value: ($) => seq("one", "per", choice($.names, $.name), optional(terms($)), repeat(seq(",", $.tied))),
  tied: ($) => seq("tied", $.name, "=", $._expr),
  episodes_value: ($) =>
    seq(
      "per", choice($.names, $.name), "from", $.name, "to", $.name, "within", $.edge,
      optional(terms($)),
      optional(seq(",", "counted", "as", $.name)),
    ),
  cascade: ($) => seq("cascade", field("name", $.name), block($.cascade_rule)),
  cascade_rule: ($) => seq(entry(alias($._key_name, $.name), $._expr), optional(seq("when", $._disjunction))),

  // ---------------------------------------------------------------------------------------------- comparator

  comparator: ($) => item($, "comparator", $.comparator_field),
  comparator_field: ($) =>
    choice(
      entry(choice("title", "source", "model"), $._text_or_number),
      entry("kind", $.phrase),
      entry(
        choice("figure", "among", alias($._where_key, "where"), alias($._same_key, "same"), alias($._year_key, "year")),
        $._expr,
      ),
      entry(alias($._by_key, "by"), $.names),
      entry("across", $.name),
    ),

  // ---------------------------------------------------------------------------------------------- bands

  bands: ($) => seq("bands", field("name", $.name), optional(seq("from", $.period)), block($._bands_statement)),
  _bands_statement: ($) => choice($.judge, $.at_zero_target, $.require_actions, $.status_word, $.change_words, $.band),
  judge: ($) => entry("judge", $.judge_value),
  judge_value: ($) =>
    seq($.name, optional(seq("of", choice(words("displayed", "value"), $.name))), optional(seq("against", $.name))),
  band: ($) =>
    seq(
      field("label", $.band_label),
      optional(field("description", $.text)),
      optional(seq(choice("colour", "color"), field("colour", $.name))),
      repeat1($.band_condition),
    ),
  band_label: ($) => choice($.text, $.name, alias(choice("from", "below", "above", "change", "word", "require"), $.name)),
  band_condition: ($) => choice(seq(choice("below", words("up", "to"), "from", "above"), $.edge), seq("if", $.name)),
  at_zero_target: ($) => seq(words("at", "zero", "target"), block($.band)),
  require_actions: ($) => seq("require", "actions", "for", $.band_label, repeat(seq(choice(",", "and"), $.band_label))),
  status_word: ($) =>
    prec.right(seq("word", $.text, "for", choice($.fact_words, alias($.name, $.status)), optional($.text))),
  change_words: ($) => seq("change", block($.change_word)),
  change_word: ($) => seq(field("name", $.name), $.text),

  // ---------------------------------------------------------------------------------------------- scorecard

  scorecard: ($) => item($, "scorecard", choice($.scorecard_field, $.theme)),
  scorecard_field: ($) =>
    choice(
      entry(choice("title", "subtitle", "committee", "description"), $._text_or_number),
      entry("indicators", $.names),
      entry("active", $.active_value),
      entry("layout", $.name),
    ),
  theme: ($) => seq("theme", field("name", $.text), "{", entry("indicators", $.names), "}"),

  // ---------------------------------------------------------------------------------------------- test

  test: ($) => seq("test", field("name", $.text), block(choice($.test_subject, $.given, $.expect, $.cases))),
  test_subject: ($) =>
    prec.right(choice(seq("indicator", field("indicator", $.name), optional(seq("at", $.period))), seq("at", $.period))),
  given: ($) => seq("given", choice($.given_table, seq($.given_fact, repeat(seq(",", $.given_fact))))),
  given_fact: ($) => seq(field("name", $.name), "=", field("value", $._fact_value)),
  /** Rows of cells, each row on its line, for the rows of a dataset. */
  given_table: ($) => seq(field("name", $.name), ...table($)),
  /** One test a row: what is given, and what is to come of it. */
  cases: ($) => seq("cases", ...table($)),
  table_row: ($) =>
    choice(seq(choice($.text, alias($._first_cell, $.cell)), repeat($._next_cell)), repeat1($._next_cell)),
  _next_cell: ($) => seq("|", optional(choice($.text, alias($._cell, $.cell)))),
  expect: ($) => seq("expect", $.expectation, repeat(seq(",", $.expectation))),
  expectation: ($) =>
    seq(
      field("name", $.name),
      optional(field("fact", $.name)),
      optional(field("step", $.text)),
      compared(),
      field("value", $._fact_value),
      optional(seq("within", field("tolerance", $._expr))),
    ),
  _fact_value: ($) => choice($.fact_words, $._expr),
  /** What a figure may be missing for, and the status of a target, where they are more than one word. */
  fact_words: () =>
    choice(
      seq("not", choice(seq("yet", "due"), "supplied", "applicable")),
      words("no", "cases"),
      words("no", "target"),
      words("no", "benchmark"),
      seq("low", "reliability"),
      words("in", "development"),
    ),
};
