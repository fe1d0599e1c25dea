import { list } from "./lists.js";

export default {
  comment: () => token(seq("#", /[^\n]*/)),

  name: () => /[_\p{L}\p{M}\p{Nl}][_0-9\p{L}\p{M}\p{Nl}]*/,

  /** A run of words on one line, up to what starts the next thing. */
  phrase: ($) => seq(alias($._phrase_word, $.word), repeat(alias($._phrase_next, $.word))),

  names: ($) => list($.name),
  texts: ($) => list($.text),

  text: ($) =>
    choice(
      seq('"""', repeat(choice($.placeholder, alias($._long_content, $.text_content))), token.immediate('"""')),
      seq('"', repeat(choice($.placeholder, $.escape, alias($._content, $.text_content))), token.immediate('"')),
    ),
  // A `#` in a text begins no comment, hence the precedence.
  _content: () => token.immediate(prec(1, /[^"\\\n{]+|\{/)),
  _long_content: () => token.immediate(prec(1, /([^"{]|"[^"{]|""[^"{])+|"?"?\{/)),
  escape: () => token.immediate(prec(1, /\\[^\n]/)),
  /** `{question}` in a template, `{movement}` among the words for a change */
  placeholder: () => token.immediate(prec(2, /\{[_0-9\p{L}]+\}/)),

  _quantity: ($) => choice($.number, $.quantity),
  /** A quantity where no sum can stand: its sign belongs to it. */
  edge: ($) => seq(optional("-"), $._quantity),

  _text_or_number: ($) => choice($.text, $._quantity),
};
