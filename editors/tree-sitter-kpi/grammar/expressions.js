import { commas, list, words } from "./lists.js";

/** What takes in all that follows it. */
const GREEDY = -1;
const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const SUM = 5;
const PRODUCT = 6;
const SIGN = 7;
const AT = 8;

const binary = ($, strength, sign) =>
  prec.left(strength, seq(field("left", $._disjunction), field("operator", sign), field("right", $._disjunction)));

/** Words that begin something of their own, and are names where it does not follow. */
const SOFT = [
  "age", "baseline", "contextual", "days", "earliest", "end", "first", "highest", "largest", "last", "latest", "low",
  "lowest", "months", "no", "open", "prefer", "profile", "same", "smallest", "some", "start", "tbc", "years",
];

export default {
  _expr: ($) => choice($.else_expression, $._conditional),
  else_expression: ($) => prec.left(seq(field("value", $._expr), "else", field("otherwise", $._conditional))),
  _conditional: ($) => choice($.if_expression, $._disjunction),
  if_expression: ($) =>
    seq(
      "if", field("condition", $._disjunction),
      "then", field("then", $._disjunction),
      "else", field("otherwise", $._conditional),
    ),

  _disjunction: ($) =>
    choice($.binary_expression, $.unary_expression, $.in_test, $.is_test, $.starts_test, $._operand),
  binary_expression: ($) =>
    choice(
      binary($, OR, "or"),
      binary($, AND, "and"),
      binary($, COMPARISON, choice("=", "!=", "<", "<=", ">", ">=")),
      binary($, SUM, choice("+", "-")),
      binary($, PRODUCT, choice("*", "/")),
    ),
  unary_expression: ($) =>
    choice(
      prec(NOT, seq(field("operator", "not"), field("operand", $._disjunction))),
      prec(SIGN, seq(field("operator", "-"), field("operand", $._disjunction))),
    ),
  in_test: ($) =>
    prec(COMPARISON, seq(field("value", $._disjunction), optional("not"), "in", choice($.list, $.window))),
  is_test: ($) =>
    prec(COMPARISON, seq(field("value", $._disjunction), "is", optional("not"), choice("missing", "empty"))),
  starts_test: ($) => prec(COMPARISON, seq(field("value", $._disjunction), "starts", "with", $.text)),

  window: ($) =>
    choice(
      words("year", "to", "date"),
      seq("last", $.number, alias($.name, $.time_unit)),
      $.period,
      $.name,
      alias("last", $.name),
    ),

  _operand: ($) => choice($._primary, $.at_expression),
  at_expression: ($) => prec.left(AT, seq(field("value", $._operand), "at", $.when)),
  when: ($) => choice(words("same", "period", "last", "year"), words("previous", "year"), "previous", $.period),

  _primary: ($) =>
    choice(
      $.date,
      alias($._period_literal, $.period),
      $.calendar_time,
      $._quantity,
      $.text,
      $.group,
      $.latest,
      $.related,
      $.same,
      $.elapsed,
      $.age_at,
      $.open_test,
      $.edge_of,
      $.reference,
    ),
  group: ($) => seq("(", $._expr, ")"),
  list: ($) => list($._expr),

  latest: ($) => seq("latest", field("dataset", $._value_name), $.column),
  reference: ($) => prec.right(seq(field("name", $._value_name), optional(choice($.column, $.arguments, $.distinct)))),
  _value_name: ($) => choice(reserved("values", $.name), alias(choice(...SOFT), $.name)),
  column: ($) => prec.right(seq(".", field("name", $.name), optional($.where_clause))),
  distinct: ($) => seq("distinct", choice($.names, $.name), $.arguments),
  arguments: ($) => seq("(", optional(commas($.argument)), ")"),
  argument: ($) =>
    prec.right(seq(optional(seq(field("name", alias($._key_name, $.name)), ":")), $._expr, optional($.where_clause))),
  where_clause: ($) => prec(GREEDY, seq("where", $._disjunction)),

  // What only the row at hand of a cohort can be asked.

  /** `no earlier in services where …`: other rows, each called by the name in between. */
  related: ($) =>
    prec.right(
      GREEDY,
      seq(
        choice("no", "some", "first", words("number", "of")),
        field("name", $._value_name),
        "in",
        field("dataset", $.name),
        $.where_clause,
        optional(seq("by", $.order)),
      ),
    ),
  /** `ended - 12 months`, `received + 20 working days` */
  calendar_time: ($) => seq($.number, choice($._working_day, "months", "month", "years", "year")),
  _working_day: () => choice(words("working", "days"), words("working", "day")),
  same: ($) => seq("same", choice($.names, $._value_name)),
  elapsed: ($) =>
    seq(
      choice($._working_day, "days", "months", "years"),
      "from", field("from", $._primary),
      "to", field("to", $._primary),
    ),
  age_at: ($) => prec.dynamic(1, seq("age", "at", $._primary)),
  open_test: ($) => prec.dynamic(1, seq("open", choice(seq("at", $._primary), seq("in", $.window)))),
  edge_of: ($) => seq(choice("start", "end"), "of", $.window),

  order: ($) => prec.right(seq($.order_term, repeat(seq(",", $.order_term)))),
  order_term: ($) =>
    prec.right(
      seq(optional($.order_word), $._disjunction, optional(seq("ranked", $.list)), optional(seq("empty", "first"))),
    ),
  order_word: () => prec(1, choice("latest", "highest", "largest", "earliest", "lowest", "smallest", "prefer")),
};
