// What the editor takes for a word: it offers names only while one is typed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const { wordPattern } = JSON.parse(readFileSync(path.join(here, "../language-configuration.json"), "utf8"));
// As the editor reads it: the text of a pattern has no flags.
const word = typeof wordPattern === "string" ? new RegExp(wordPattern) : new RegExp(wordPattern.pattern, wordPattern.flags);

test("each part of a name is one word while it is typed", () => {
  for (const name of ["indicator", "calls_answered", "asc_105", "_spare", "tŷ_gwydr", "Žižkov"]) {
    for (let typed = 1; typed <= name.length; typed += 1) {
      assert.equal(word.exec(name.slice(0, typed))?.[0], name.slice(0, typed));
    }
  }
  assert.equal(word.exec("figures.value")?.[0], "figures");
});
