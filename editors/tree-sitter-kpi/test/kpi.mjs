// What kpi, and so grammar/kpi.pest, says of a text.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, run, scratch } from "./tree-sitter.mjs";

export const kpi = process.env.KPI ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/kpi");

/** A reason to leave out what asks kpi; on a build server it has to be there. */
export const skip = existsSync(kpi) || process.env.CI ? false : `${kpi} is not built`;

/** Of the style, and of the formatter itself: both come after the text was read. */
const READ_ALL_THE_SAME = new Set(["KPI0012", "KPI0001"]);

/** Each file that is refused for its text, with the codes it gets. */
export function refused(files) {
  const found = new Map();
  for (let start = 0; start < files.length; start += 500) {
    const { stdout, stderr } = run(kpi, ["fmt", "--check", "--format", "json", ...files.slice(start, start + 500)]);
    if (!stdout) throw new Error(`${kpi} says nothing: ${stderr}`);
    for (const { code, labels } of JSON.parse(stdout).diagnostics) {
      if (READ_ALL_THE_SAME.has(code)) continue;
      if (!labels.length) throw new Error(`${code} without a file`);
      found.set(labels[0].file, [...(found.get(labels[0].file) ?? []), code]);
    }
  }
  return found;
}

function walk(folder, wanted, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory() && !/^(\..*|target|node_modules|tree-sitter-kpi)$/.test(entry.name)) walk(at, wanted, found);
    if (entry.isFile() && wanted.test(entry.name)) found.push(at);
  }
  return found.sort();
}

export const ruleFiles = () => walk(root, /\.kpi$/);

/** The examples of the documentation, right ones and wrong ones, as files. */
export function examples() {
  const folder = scratch("examples");
  const files = [];
  for (const page of walk(path.join(root, "docs"), /\.md$/)) {
    for (const [, text] of readFileSync(page, "utf8").matchAll(/^```kpi\n(.*?)^```/gms)) {
      files.push(path.join(folder, `${files.length}-${path.basename(page, ".md")}.kpi`));
      writeFileSync(files.at(-1), text);
    }
  }
  return files;
}

export const corpus = (name) => walk(path.join(import.meta.dirname, name), /\.kpi$/);
