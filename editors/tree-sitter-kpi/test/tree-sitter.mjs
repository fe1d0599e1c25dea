// The tree-sitter command, at the one version that the expected trees were made with.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "0.27.1";

export const folder = fileURLToPath(new URL("..", import.meta.url));
export const root = path.join(folder, "../..");

export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
  });
  return { status: error ? -1 : status, stdout: stdout ?? "", stderr: error ? String(error) : (stderr ?? "") };
}

const isWanted = (command) => run(command, ["--version"]).stdout.split(" ")[1]?.trim() === VERSION;

function find() {
  const built = path.join(root, "target/editor-tools", VERSION);
  const command = path.join(built, "bin/tree-sitter");
  const there = [process.env.TREE_SITTER, "tree-sitter", command].filter(Boolean).find(isWanted);
  if (there) return there;
  // The package of npm fetches a program from GitHub when it is installed; the crate comes from the registry that kpi's
  // own dependencies come from. Nothing here is slow, so it is built fast rather than made fast.
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: "1", CARGO_PROFILE_RELEASE_LTO: "off" };
  const args = ["install", `tree-sitter-cli@${VERSION}`, "--locked", "--no-default-features", "--root", built];
  const { status } = run("cargo", args, { env, stdio: "inherit" });
  if (status !== 0 || !existsSync(command)) throw new Error(`tree-sitter ${VERSION} is not there, and cargo could not build it`);
  return command;
}

const command = find();
const temporary = mkdtempSync(path.join(os.tmpdir(), "tree-sitter-kpi-"));
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
const config = path.join(temporary, "config.json");
writeFileSync(config, JSON.stringify({ "parser-directories": [] }));
// The parser is compiled anew: one of another checkout may lie in the cache.
const env = { ...process.env, XDG_CACHE_HOME: temporary, TREE_SITTER_DIR: temporary, NO_COLOR: "1" };

export const treeSitter = (...args) => run(command, args, { cwd: folder, env });

/** A folder that is there until the tests end. */
export const scratch = (name) => mkdtempSync(path.join(temporary, name));

/** Which of the files are read without an error. */
export function accepted(files) {
  const list = path.join(temporary, "files");
  writeFileSync(list, files.join("\n") + "\n");
  const { stdout, stderr } = treeSitter("parse", "--paths", list, "--quiet", "--json-summary");
  const json = stdout.slice(stdout.indexOf("{\n"));
  if (!json) throw new Error(stderr);
  const summaries = JSON.parse(json).parse_summaries;
  if (summaries.length !== files.length) throw new Error(`${summaries.length} of ${files.length} files were read`);
  return new Set(summaries.filter((summary) => summary.successful).map((summary) => summary.file));
}
