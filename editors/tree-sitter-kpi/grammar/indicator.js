import { block, commas, entry, words } from "./lists.js";

const TEXTS = [
  "title", "theme", "committee", "number", "short", "description", "calculation", "priority", "owner", "officer",
  "source", "note", "next_release",
];

/** Values that may differ from a date on: `{ from 2020/21: a   from 2023/24: b }`. */
const DATED = {
  text: ($) => $._text_or_number,
  expr: ($) => $._expr,
  unit: ($) => $.unit_spec,
  polarity: ($) => $.polarity_spec,
  frequency: ($) => $.frequency_spec,
  measure: ($) => $.phrase,
  name: ($) => $.name,
  names: ($) => $.names,
  counted: ($) => $.counted,
  change: ($) => $.change_spec,
  forecast: ($) => $.forecast_spec,
  confidence: ($) => $.confidence,
  suppress: ($) => $.suppress,
};

const dated = Object.fromEntries(
  Object.entries(DATED).flatMap(([kind, value]) => [
    [`_${kind}_value`, ($) => choice(value($), seq("{", repeat1($[`${kind}_entry`]), "}"))],
    [`${kind}_entry`, ($) => seq("from", field("from", $.period), ":", field("value", value($)))],
  ]),
);

export default {
  template: ($) => seq("template", field("name", $.name), $.parameters, block($._indicator_statement)),
  parameters: ($) => seq("(", optional(commas($.parameter)), ")"),
  parameter: ($) => seq(field("name", $.name), optional(seq("=", $._expr))),

  indicator: ($) => seq("indicator", field("name", $.name), optional($.template_use), block($._indicator_statement)),
  template_use: ($) => seq("from", field("template", $.name), optional($.template_arguments)),
  template_arguments: ($) => seq("(", optional(commas($.template_argument)), ")"),
  template_argument: ($) => seq(optional(seq(field("name", alias($._key_name, $.name)), ":")), $._expr),

  _indicator_statement: ($) => choice($.indicator_field, $.let_field),
  indicator_field: ($) =>
    choice(
      entry(choice(...TEXTS), $._text_value),
      entry(choice("formula", "published", "flags", "rank"), $._expr_value),
      entry("unit", $._unit_value),
      entry("polarity", $._polarity_value),
      entry("frequency", $._frequency_value),
      entry("target", $._target_value),
      entry("bands", $._name_value),
      entry(choice("numerator", "denominator"), $._counted_value),
      entry("compare", $._names_value),
      entry("change", $._change_value),
      entry("measure", $._measure_value),
      entry("forecast", $._forecast_value),
      entry("interval", $._confidence_value),
      entry("control", $.control),
      entry("suppress", $._suppress_value),
      entry("require", $.require_value),
      entry("variant", $.variant_value),
      entry("active", $.active_value),
      entry("links", $.texts),
      entry(choice("related", "parts"), $.names),
      entry(alias($._by_key, "by"), $.by_value),
    ),
  let_field: ($) => seq("let", field("name", $.name), "=", field("value", $._expr)),
  counted: ($) => seq($._expr, optional(seq(",", $.text))),
  ...dated,

  unit_spec: ($) => seq($.unit, repeat(seq(",", $.unit_option))),
  unit: ($) => choice(seq("rate", "per", $.number), "yes/no", $.phrase),
  unit_option: ($) => choice(seq($.number, alias($.name, $.word)), $.phrase),

  polarity_spec: ($) => choice(seq("range", $.edge, "to", $.edge), seq("midpoint", $.edge), $.phrase),

  frequency_spec: ($) =>
    seq(
      choice(seq("every", $.number, choice("years", "year"), "from", $.period), $.phrase),
      repeat(seq(",", $.frequency_option)),
    ),
  frequency_option: ($) =>
    choice(
      words("to", "date"),
      seq("rolling", $.number, alias($.name, $.time_unit)),
      seq($.number, alias($.name, $.time_unit), "late"),
      $.phrase,
    ),

  _target_value: ($) => choice($.target, seq("{", repeat1($.target_entry), "}")),
  target_entry: ($) => seq(optional("from"), field("from", $.period), ":", field("value", $.target)),
  target: ($) =>
    seq(
      choice("none", $.target_status, $._expr),
      repeat(
        choice(
          words("at", "year", "end"),
          words("pro", "rata"),
          seq("each", alias($.name, $.time_unit)),
          seq("profiled", $.list),
          seq("copied", "from", $.name),
          "proposed",
          $.text,
        ),
      ),
    ),
  target_status: () => prec(1, choice("tbc", "baseline", "contextual", words("in", "development"))),

  change_spec: ($) =>
    seq(choice(seq("against", $.when), seq("none", optional($.text))), repeat(seq(",", $.change_option))),
  change_option: ($) =>
    choice(
      seq("tolerance", $.edge),
      words("as", "published"),
      words("as", "recalculated"),
      seq(words("else", "recorded"), $._expr),
      seq(words("not", "judged"), $.text),
      seq(words("although", "cumulative"), $.text),
    ),

  forecast_spec: ($) =>
    choice(words("straight", "line"), words("last", "value"), seq("profile", $.list), "none", $._expr),

  confidence: ($) => seq($.name, $.edge),
  suppress: ($) => seq("below", $.edge, optional(seq(",", words("rounded", "to"), $.edge))),
  control: ($) => seq($.name, "from", $.period, repeat(seq(",", $.control_option))),
  control_option: ($) => choice(seq("baseline", "to", $.period), seq("rebased", $.period, $.text)),

  require_value: ($) => seq($._disjunction, "else", "withhold", $.phrase, $.text),
  variant_value: ($) => seq($.text, "of", $.text, ",", $.phrase),
  /** The columns a figure is cut by: `council from areas total "England"`, `[area, age_band]`. */
  by_value: ($) => choice($.by_column, seq("[", commas($.by_column), "]")),
  by_column: ($) =>
    seq(field("name", $.name), repeat(choice(seq("from", field("dataset", $.name)), seq("total", $.code)))),
  active_value: ($) =>
    choice(
      seq("from", $._active_period),
      seq("until", $._active_period),
      seq($._active_period, optional(seq("to", $._active_period))),
    ),
  _active_period: ($) => alias($._period_end, $.period),
};
