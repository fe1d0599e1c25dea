// What commands run, and on which text.

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { editor, folder, load, project } from "./load.mjs";

/** A document with changes; saving it does what `done` says. */
function dirty(file, done = true) {
  const document = {
    uri: { scheme: "file", fsPath: file },
    isDirty: true,
    saves: 0,
    async save() {
      this.saves += 1;
      if (done instanceof Error) {
        throw done;
      }
      return done;
    },
  };
  return document;
}

test("what is run was saved before", async () => {
  const root = project({ "other/kpi.toml": "" });
  const { did, vscode } = editor({ path: "/opt/kpi" });
  const of = ["tests.kpi", "kpi.toml", "data/figures.csv", "../pack.kpi"].map((name) => dirty(path.join(root, name)));
  const others = ["notes.md", "other/rules.kpi", "../table.csv"].map((name) => dirty(path.join(root, name)));
  const clean = { ...dirty(path.join(root, "bands.kpi")), isDirty: false };
  vscode.workspace.textDocuments = [...of, ...others, clean];
  const { runTest } = await load("commands.ts", { vscode });
  const sendText = (line) => {
    assert.deepEqual([...of, ...others, clean].map((document) => document.saves), [1, 1, 1, 1, 0, 0, 0, 0]);
    did.ran.push(line);
  };
  vscode.window.terminals.push({ name: "kpi", show() {}, sendText });
  await runTest(root, "on target");
  assert.deepEqual(did.ran, [`/opt/kpi test ${root} --verbose --filter 'on target'`]);
});

test("a project that is reached by a link is the same", async () => {
  const root = project({});
  const link = path.join(folder(), "link");
  symlinkSync(root, link, "junction");
  const { vscode } = editor();
  const document = dirty(path.join(link, "tests.kpi"));
  vscode.workspace.textDocuments = [document];
  await (await load("commands.ts", { vscode })).runTest(root, "x");
  assert.equal(document.saves, 1);
});

test("nothing is run on text that could not be saved", async () => {
  for (const done of [false, new Error("no room on the disk")]) {
    const root = project({});
    const { did, vscode } = editor({ period: "2024/25 Q2" });
    vscode.workspace.textDocuments = [dirty(path.join(root, "tests.kpi"), done), dirty(path.join(root, "bands.kpi"))];
    const commands = await load("commands.ts", { vscode });
    vscode.window.activeTextEditor = { document: vscode.workspace.textDocuments[0] };
    await commands.runTest(root, "x");
    await commands.explain(root, "repairs");
    await commands.ofProject((folder) => ["test", folder]);
    assert.deepEqual(did.ran, []);
    assert.equal(did.warned.length, 3);
    assert.match(did.warned[0], /Nothing was run: tests\.kpi could not be saved/);
  }
});

test("a shell is sent nothing before it reads", async () => {
  const root = project({});
  const { did, vscode } = editor();
  const reads = vscode.reads;
  vscode.reads = () => undefined;
  const { runTest } = await load("commands.ts", { vscode });
  const both = Promise.all([runTest(root, "a"), runTest(root, "b")]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(vscode.window.terminals.length, 1);
  reads({ name: "another" });
  reads(vscode.window.terminals[0], null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(did.ran, []);
  reads(vscode.window.terminals[0]);
  await both;
  await runTest(root, "c");
  assert.deepEqual(did.ran.map((line) => line.at(-1)), ["a", "b", "c"]);
});

test("a command of the project runs on that of the file at hand", async () => {
  const root = project({ "rules/bands.kpi": "" });
  const { did, vscode } = editor();
  const { ofProject } = await load("commands.ts", { vscode });
  vscode.window.activeTextEditor = { document: dirty(path.join(root, "rules/bands.kpi")) };
  await ofProject((folder) => ["test", folder]);
  assert.deepEqual(did.ran, [`kpi test ${root}`]);
  vscode.window.activeTextEditor = undefined;
  await ofProject((folder) => ["test", folder]);
  assert.match(did.warned[0], /no kpi\.toml/);
  assert.equal(did.ran.length, 1);
});
