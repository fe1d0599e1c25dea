// Texts that nobody wrote: items of real files with words left out, doubled, exchanged and spaced anew.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { scratch } from "./tree-sitter.mjs";

const ITEM = /\n(?=(?:dataset|cohort|comparator|bands|template|indicator|scorecard|test)\b)/;
const WORD = /"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[\p{L}\p{N}_]+|\s+|./gu;
const GAPS = [" ", "\n", "\n\n  ", " # said\n", "\t"];
const MAX_ITEM = 3000;

/** Numbers that look random, the same for the same seed. */
function dice(seed) {
  let state = seed >>> 0 || 1;
  return (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
}

function damage(words, others, below) {
  const at = below(words.length);
  const other = () => others[below(others.length)];
  switch (below(6)) {
    case 0:
      words.splice(at, 1);
      break;
    case 1:
      words.splice(at, 0, words[at]);
      break;
    case 2:
      words[at] = other();
      break;
    case 3:
      words.splice(at, 0, ` ${other()} `);
      break;
    case 4: {
      const to = below(words.length);
      [words[at], words[to]] = [words[to], words[at]];
      break;
    }
    default: {
      const gaps = words.flatMap((word, index) => (word.trim() ? [] : [index]));
      if (gaps.length) words[gaps[below(gaps.length)]] = GAPS[below(GAPS.length)];
    }
  }
}

/** So many files made of these. */
export function damaged(files, count, seed) {
  const below = dice(seed);
  const items = files
    .flatMap((file) => readFileSync(file, "utf8").split(ITEM))
    .filter((item) => item.trim() && item.length < MAX_ITEM);
  const others = items.flatMap((item) => item.match(WORD)).filter((word) => word.trim() && !word.startsWith("#"));
  const folder = scratch("damaged");
  return Array.from({ length: count }, (_, index) => {
    const words = items[below(items.length)].match(WORD);
    for (let times = below(4) ? 1 : 2; times > 0 && words.length; times--) damage(words, others, below);
    const file = path.join(folder, `${index}.kpi`);
    writeFileSync(file, words.join(""));
    return file;
  });
}
