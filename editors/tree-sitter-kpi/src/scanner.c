// Tokens whose end, or whose being one at all, depends on what follows them: grammar/kpi.pest looks ahead there, and the
// generated lexer cannot. Nothing is remembered between tokens.

#include "tree_sitter/parser.h"

#include <string.h>

// In the order of `externals` in grammar.js.
enum {
  PHRASE_WORD,
  PHRASE_NEXT,
  KEY_NAME,
  WHERE_KEY,
  BY_KEY,
  FROM_KEY,
  SAME_KEY,
  YEAR_KEY,
  DATE,
  PERIOD_LITERAL,
  PERIOD,
  PERIOD_END,
  NUMBER,
  UNIT_QUANTITY,
  LINE_END,
  FIRST_CELL,
  CELL,
  ERROR_SENTINEL,
};

enum { NBSP = 0xA0, POUND = 0xA3, BOM = 0xFEFF, WORD_MAX = 16 };

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

// Beyond ASCII all that is no blank, sign or quote counts as a letter: what exactly is one differs between versions of
// Unicode, and kpi itself has the last word.
static bool is_letter(int32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  return c != 0xD7 && c != 0xF7 && c != BOM && !(c >= 0x2000 && c < 0x2C00);
}

static bool is_ident(int32_t c) { return is_letter(c) || is_digit(c); }

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == NBSP; }

static bool is_space(int32_t c) { return is_blank(c) || c == '\n' || c == '\r' || c == BOM; }

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) advance(lexer);
}

static void skip_gap(TSLexer *lexer) {
  for (;;) {
    if (is_space(lexer->lookahead)) {
      advance(lexer);
    } else if (lexer->lookahead == '#') {
      while (!lexer->eof(lexer) && lexer->lookahead != '\n') advance(lexer);
    } else {
      return;
    }
  }
}

/// Reads a word and keeps its beginning: the words that mean something here are all short.
static void read_word(TSLexer *lexer, char word[WORD_MAX]) {
  unsigned length = 0;
  while (is_ident(lexer->lookahead)) {
    if (length < WORD_MAX - 1) word[length++] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    advance(lexer);
  }
  word[length] = 0;
}

static bool is(const char *word, const char *other) { return strcmp(word, other) == 0; }

/// Gives the token, which ends where the end was marked last.
static bool give(TSLexer *lexer, int symbol) {
  lexer->result_symbol = (TSSymbol)symbol;
  return true;
}

// ------------------------------------------------------------------------------------------------ words

/// Keys that are words of expressions, too, from WHERE_KEY on.
static const char *const KEYS[] = {"where", "by", "from", "same", "year"};

/// A word before `:`, whose end was marked: any word can be a name there, and no operator can.
static bool give_key(TSLexer *lexer, const bool *valid, const char *word) {
  for (int key = WHERE_KEY; key <= YEAR_KEY; key++) {
    if (valid[key] && is(word, KEYS[key - WHERE_KEY])) return give(lexer, key);
  }
  return valid[KEY_NAME] && give(lexer, KEY_NAME);
}

static bool scan_key(TSLexer *lexer, const bool *valid) {
  char word[WORD_MAX];
  read_word(lexer, word);
  lexer->mark_end(lexer);
  skip_gap(lexer);
  return lexer->lookahead == ':' && give_key(lexer, valid, word);
}

/// May a number with its sign and its currency stand here?
static bool at_number(TSLexer *lexer) {
  return is_digit(lexer->lookahead) || lexer->lookahead == '-' || lexer->lookahead == POUND;
}

/// `range 90% to 110%`, `rate per 100,000`, `to date`, `yes/no`: a phrase by its first word, and none.
static bool begins_no_phrase(TSLexer *lexer, const char *word) {
  if (is(word, "to")) return true;
  if (is(word, "yes")) return lexer->lookahead == '/';
  if (is(word, "range") || is(word, "midpoint") || is(word, "every") || is(word, "rolling")) {
    skip_gap(lexer);
    return at_number(lexer);
  }
  if (!is(word, "rate")) return false;
  skip_gap(lexer);
  char next[WORD_MAX];
  read_word(lexer, next);
  skip_gap(lexer);
  return is(next, "per") && at_number(lexer);
}

/// The first word of a phrase or, on the same line, the next; not one that begins a statement.
static bool scan_phrase(TSLexer *lexer, const bool *valid, bool first) {
  char word[WORD_MAX];
  read_word(lexer, word);
  lexer->mark_end(lexer);
  bool hyphens = false;
  while (lexer->lookahead == '-') {
    advance(lexer);
    if (!is_letter(lexer->lookahead)) break;
    while (is_ident(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
    hyphens = true;
  }
  if (!hyphens) {
    if (is(word, "let") || is(word, "from") || is(word, "or")) return false;
    if (first && begins_no_phrase(lexer, word)) return false;
    skip_blanks(lexer);
    if (lexer->lookahead == ':') return give_key(lexer, valid, word);
    if (lexer->lookahead == '=' || lexer->lookahead == '{') return false;
  }
  return give(lexer, first ? PHRASE_WORD : PHRASE_NEXT);
}

// ------------------------------------------------------------------------------------------------ numbers and periods

static unsigned read_digits(TSLexer *lexer) {
  unsigned count = 0;
  for (; is_digit(lexer->lookahead); count++) advance(lexer);
  return count;
}

static bool is_period(const bool *valid) { return valid[PERIOD] || valid[PERIOD_END] || valid[PERIOD_LITERAL]; }

static bool give_period(TSLexer *lexer, const bool *valid) {
  return give(lexer, valid[PERIOD] ? PERIOD : valid[PERIOD_END] ? PERIOD_END : PERIOD_LITERAL);
}

/// `2020`, its end marked: a period where nothing else can stand, otherwise a number.
static bool give_bare_year(TSLexer *lexer, const bool *valid) {
  if (valid[PERIOD] || valid[PERIOD_END]) return give_period(lexer, valid);
  return valid[NUMBER] && give(lexer, NUMBER);
}

/// `Q2`, `H1`
static bool scan_part(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  if (c != 'Q' && c != 'H' && c != 'q' && c != 'h') return false;
  advance(lexer);
  return read_digits(lexer) == 1 && !is_ident(lexer->lookahead);
}

/// `Q2`, `to Q2`, `to 2024-06` behind a year and blanks. The end is marked where there is one.
static bool scan_tail(TSLexer *lexer, bool joins) {
  if (lexer->lookahead == 't' && joins) {
    advance(lexer);
    if (lexer->lookahead != 'o') return false;
    advance(lexer);
    if (!is_blank(lexer->lookahead)) return false;
    skip_blanks(lexer);
    if (is_digit(lexer->lookahead)) {
      if (read_digits(lexer) != 4 || lexer->lookahead != '-') return false;
      advance(lexer);
      if (read_digits(lexer) != 2 || is_ident(lexer->lookahead) || lexer->lookahead == '-') return false;
      lexer->mark_end(lexer);
      return true;
    }
  }
  if (!scan_part(lexer)) return false;
  lexer->mark_end(lexer);
  return true;
}

/// Behind a number whose end was marked: `%`, ` days`, `m`. Where no unit stands the mark stays.
static bool scan_unit(TSLexer *lexer, bool apart) {
  if (lexer->lookahead == '%') {
    advance(lexer);
  } else {
    char word[WORD_MAX];
    read_word(lexer, word);
    bool unit = is(word, "pp") || is(word, "days") || is(word, "day");
    if (!unit && (apart || !(is(word, "bn") || is(word, "m") || is(word, "k")))) return false;
  }
  if (is_ident(lexer->lookahead) || lexer->lookahead == '%') return false;
  lexer->mark_end(lexer);
  return true;
}

static bool give_plain(TSLexer *lexer, const bool *valid, bool money) {
  int symbol = money ? UNIT_QUANTITY : NUMBER;
  return valid[symbol] && give(lexer, symbol);
}

/// Behind the digits a number begins with, their end marked; `apart` where blanks after them were passed.
static bool scan_number(TSLexer *lexer, const bool *valid, bool money, bool apart) {
  while (!apart && lexer->lookahead == ',') {
    advance(lexer);
    if (read_digits(lexer) != 3) return give_plain(lexer, valid, money);
    lexer->mark_end(lexer);
  }
  if (!apart && lexer->lookahead == '.') {
    advance(lexer);
    if (read_digits(lexer) == 0) return give_plain(lexer, valid, money);
    lexer->mark_end(lexer);
  }
  bool glued = !apart && (is_ident(lexer->lookahead) || lexer->lookahead == '%');
  if (valid[UNIT_QUANTITY]) {
    apart = apart || is_blank(lexer->lookahead);
    skip_blanks(lexer);
    if (scan_unit(lexer, apart)) return give(lexer, UNIT_QUANTITY);
  }
  return !glued && give_plain(lexer, valid, money);
}

/// Behind four digits, whose end was marked, and at `/` or `-`: a date, a year of two, or a sum.
static bool scan_year_span(TSLexer *lexer, const bool *valid) {
  bool minus = lexer->lookahead == '-';
  advance(lexer);
  unsigned digits = read_digits(lexer);
  if (minus && digits == 2 && lexer->lookahead == '-' && valid[DATE]) {
    advance(lexer);
    if (read_digits(lexer) == 2 && !is_ident(lexer->lookahead)) {
      lexer->mark_end(lexer);
      return give(lexer, DATE);
    }
  } else if ((digits == 2 || digits == 4) && !is_ident(lexer->lookahead) && lexer->lookahead != '-' && is_period(valid)) {
    lexer->mark_end(lexer);
    if (is_blank(lexer->lookahead)) {
      skip_blanks(lexer);
      scan_tail(lexer, !valid[PERIOD_END]);
    }
    return give_period(lexer, valid);
  }
  return give_bare_year(lexer, valid);
}

static bool scan_literal(TSLexer *lexer, const bool *valid) {
  bool money = lexer->lookahead == POUND;
  if (money) advance(lexer);
  unsigned digits = read_digits(lexer);
  if (digits == 0) return false;
  lexer->mark_end(lexer);
  if (money || digits != 4) return scan_number(lexer, valid, money, false);
  if (lexer->lookahead == '/' || lexer->lookahead == '-') return scan_year_span(lexer, valid);
  bool apart = is_blank(lexer->lookahead);
  skip_blanks(lexer);
  if (apart && is_period(valid) && scan_tail(lexer, !valid[PERIOD_END])) return give_period(lexer, valid);
  if ((valid[PERIOD] || valid[PERIOD_END]) && (apart || !is_ident(lexer->lookahead))) return give_bare_year(lexer, valid);
  return scan_number(lexer, valid, false, apart);
}

// ------------------------------------------------------------------------------------------------ tables

static bool ends_cell(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  return c == '|' || c == '#' || c == '\n' || c == '\r' || lexer->eof(lexer);
}

/// A row stands on a line, so line breaks are tokens here; a cell is whatever stands between bars.
static bool scan_table(TSLexer *lexer, const bool *valid) {
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\r') lexer->advance(lexer, true);
  if (lexer->lookahead == '\n' && valid[LINE_END]) {
    advance(lexer);
    lexer->mark_end(lexer);
    return give(lexer, LINE_END);
  }
  bool first = valid[FIRST_CELL];
  if (!(first || valid[CELL]) || ends_cell(lexer) || (first && lexer->lookahead == ']')) return false;
  // A text, unless it has no end on its line: then the quote belongs to the cell.
  bool quoted = lexer->lookahead == '"', escaped = false, ended = false;
  for (bool opening = true; !lexer->eof(lexer) && lexer->lookahead != '\n'; opening = false) {
    ended = ended || ends_cell(lexer);
    if (ended && !quoted) break;
    if (quoted && !opening && !escaped && lexer->lookahead == '"') return false;
    escaped = !escaped && lexer->lookahead == '\\';
    bool blank = is_blank(lexer->lookahead);
    advance(lexer);
    if (!ended && !blank) lexer->mark_end(lexer);
  }
  return give(lexer, first ? FIRST_CELL : CELL);
}

// ------------------------------------------------------------------------------------------------ the scanner

void *tree_sitter_kpi_external_scanner_create(void) { return NULL; }

void tree_sitter_kpi_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_kpi_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_kpi_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_kpi_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  // While it recovers the parser asks for everything at once, and then nothing can be told from its place.
  if (valid[ERROR_SENTINEL]) return false;
  if (valid[LINE_END]) return scan_table(lexer, valid);
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
  if (valid[PHRASE_NEXT] && is_letter(lexer->lookahead)) return scan_phrase(lexer, valid, false);
  while (is_space(lexer->lookahead)) lexer->advance(lexer, true);
  if (is_letter(lexer->lookahead)) {
    if (valid[PHRASE_WORD]) return scan_phrase(lexer, valid, true);
    bool key = valid[KEY_NAME];
    for (int symbol = WHERE_KEY; symbol <= YEAR_KEY; symbol++) key = key || valid[symbol];
    return key && scan_key(lexer, valid);
  }
  return scan_literal(lexer, valid);
}
