// The colours before the server answers: every rule file is gone through, and what matters most has its scope.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../../..");

async function grammar() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path.join(here, "../syntaxes/kpi.tmLanguage.json"), "utf8"), "kpi.json"),
  });
  return registry.loadGrammar("source.kpi");
}

const colours = await grammar();

/** The innermost scope of each piece of a text that has one. */
function scopes(text) {
  let state = textmate.INITIAL;
  const found = [];
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = colours.tokenizeLine(line, state);
    state = ruleStack;
    for (const token of tokens) {
      const words = line.slice(token.startIndex, token.endIndex);
      if (token.scopes.length > 1 && words.trim() !== "") {
        found.push([words.trim(), token.scopes.slice(1).map((scope) => scope.replace(/\.kpi$/, "")).join(" ")]);
      }
    }
  }
  return { found, open: state.depth > 1 };
}

const of = (text, words) => scopes(text).found.find(([said]) => said === words)?.[1];

test("words have their scopes", () => {
  const text = `# said
indicator asc_105 from survey(question: "q {base}") {
  # kpi-allow(no_source): none is printed
  target: { 2020/21 Q2: 87.0%   from 2023-04: £3.6m }
  let late = count(records where day in period and severity = "Fatal")
}
test "x" {
  given rows = [
    a | b
    1 | 2020/21
  ]
}`;
  for (const [words, scope] of [
    ["# said", "comment.line.number-sign"],
    ["indicator", "keyword.declaration"],
    ["asc_105", "entity.name.type"],
    ["survey", "entity.name.function"],
    ["question", "variable.other.property"],
    ["{base}", "string.quoted.double variable.parameter"],
    ["kpi-allow", "comment.line.number-sign keyword.other.allow"],
    ["no_source", "comment.line.number-sign entity.name.tag.code"],
    ["2020/21 Q2", "constant.other.period"],
    ["87.0%", "constant.numeric"],
    ["£3.6m", "constant.numeric"],
    ["late", "variable.other.definition"],
    ["count", "support.function"],
    ["where", "keyword.control"],
    ["test", "keyword.declaration"],
    ["given", "keyword.control"],
    ["|", "punctuation.separator.table"],
  ]) {
    assert.equal(of(text, words), scope, words);
  }
});

test("no text runs on over the end of a rule file", () => {
  const all = readdirSync(path.join(root, "rules"), { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile() && entry.name.endsWith(".kpi"));
  assert.ok(files.length > 30);
  for (const file of files) {
    const { found, open } = scopes(readFileSync(path.join(file.parentPath ?? file.path, file.name), "utf8"));
    assert.ok(found.length > 0, file.name);
    assert.ok(!open, `${file.name}: something is still open at its end`);
  }
});
