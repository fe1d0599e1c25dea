// Starting the server, and what is said where it does not start.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { editor, load, project } from "./load.mjs";

// Notices from an error on, and none.
const RevealOutputChannelOn = { Error: 4, Never: 5 };

/** An editor whose notices can be looked at, and a client that says whether it runs. */
async function server(settings) {
  const { vscode } = editor(settings);
  const open = new Set();
  vscode.env = {};
  vscode.ProgressLocation = { Notification: 15 };
  vscode.window.withProgress = async ({ title }, task) => {
    const notice = { title };
    open.add(notice);
    await task({ report() {} }, { onCancellationRequested() {} });
    open.delete(notice);
  };
  const running = new Set();
  const given = {};
  class LanguageClient {
    constructor(_id, _name, { command, args }, options) {
      this.words = [command, ...args].join(" ");
      Object.assign(given, options);
    }
    async start() {
      // A client that is still starting cannot be stopped.
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.started = running.add(this.words);
    }
    async stop() {
      assert.ok(this.started);
      running.delete(this.words);
    }
  }
  const { restart } = await load("server.ts", { vscode, "vscode-languageclient/node": { LanguageClient, RevealOutputChannelOn } });
  return { vscode, given, said: () => [...open].map(({ title }) => title), running, restart };
}

function program(text) {
  const file = path.join(project({}), "kpi");
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

const unix = { skip: process.platform === "win32" ? "programs are written as shell scripts" : false };

test("a wrong path is said once, until it is mended", unix, async () => {
  const settings = { path: "/nowhere/kpi" };
  const { said, running, restart } = await server(settings);
  await restart();
  assert.match(said().join("\n"), /^kpi does not work here: there is no command `\/nowhere\/kpi`/);
  settings.path = "/nowhere/else/kpi";
  await restart();
  await restart();
  assert.equal(said().length, 1);
  assert.match(said()[0], /command:workbench\.action\.openSettings\?/);
  settings.path = program('echo "Usage: kpi lsp"');
  await restart();
  assert.deepEqual([said(), [...running]], [[], [`${settings.path} lsp`]]);
});

test("another program is told from kpi, and so is one that may not be run", unix, async () => {
  const settings = {};
  const { said, running, restart } = await server(settings);
  const closed = program("");
  chmodSync(closed, 0o644);
  for (const [command, why] of [[program("exit 2"), "knows no `lsp`"], [program("echo hello"), "knows no `lsp`"], [closed, "EACCES"]]) {
    settings.path = command;
    await restart();
    assert.deepEqual([said().length, running.size], [1, 0]);
    assert.ok(said()[0].includes(why), said()[0]);
  }
});

test("settings that change while it starts leave one server", unix, async () => {
  const settings = { path: program('echo "Usage: kpi lsp"') };
  const { running, restart } = await server(settings);
  const first = restart();
  settings.period = "2023/24 Q2";
  await Promise.all([first, restart(), restart()]);
  assert.deepEqual([...running], [`${settings.path} lsp --period 2023/24 Q2`]);
});

test("a file that cannot be formatted yet is saved without a notice", unix, async () => {
  const { vscode, given, restart } = await server({ path: program('echo "Usage: kpi lsp"') });
  await restart();
  const said = [];
  vscode.window.setStatusBarMessage = (message) => said.push(message);
  const { provideDocumentFormattingEdits: format } = given.middleware;
  assert.equal(await format({}, {}, {}, () => Promise.reject(new Error("mend the mistakes first"))), undefined);
  assert.deepEqual(await format({}, {}, {}, async () => ["edit"]), ["edit"]);
  assert.deepEqual([said, given.revealOutputChannelOn], [["mend the mistakes first"], RevealOutputChannelOn.Never]);
});
