import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const outfile = path.join(here, "../dist/command-line.mjs");
await build({ entryPoints: [path.join(here, "../src/command-line.ts")], outfile, format: "esm" });
const { commandLine } = await import(pathToFileURL(outfile));

test("a shell reads what was meant", () => {
  const words = ["it's 5% \"off\" $HOME", "a b", "2023/24 Q2", "plain", ""];
  const line = commandLine("printf", ["%s\\n", ...words], false);
  assert.equal(execFileSync("sh", ["-c", line], { encoding: "utf8" }), words.map((word) => `${word}\n`).join(""));
});

test("PowerShell is told to run a path with blanks", () => {
  assert.equal(commandLine("C:\\Program Files\\kpi.exe", ["test", "it's"], true), "& 'C:\\Program Files\\kpi.exe' test 'it''s'");
});
