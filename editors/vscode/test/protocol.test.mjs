// The server as the extension talks to it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const rpc = require("vscode-jsonrpc/node");
const { CompletionItemKind } = require("vscode-languageserver-protocol");
const { contributes } = require("../package.json");
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../../..");
const kpi = process.env.KPI ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/kpi");

test("kpi lsp answers the extension", { skip: !existsSync(kpi) && !process.env.CI ? `${kpi} is not built` : false }, async () => {
  const child = spawn(kpi, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const server = rpc.createMessageConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const published = new Promise((resolve) => server.onNotification("textDocument/publishDiagnostics", resolve));
  server.onRequest("client/registerCapability", () => null);
  server.listen();
  const { capabilities } = await server.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    initializationOptions: { clientCommands: true },
  });
  // The client registers these commands itself, and two of one name would clash.
  assert.equal(capabilities.executeCommandProvider, undefined);
  await server.sendNotification("initialized", {});
  const file = path.join(root, "rules/birmingham/measures.kpi");
  const text = readFileSync(file, "utf8");
  const textDocument = { uri: pathToFileURL(file).href, languageId: "kpi", version: 1, text };
  await server.sendNotification("textDocument/didOpen", { textDocument });
  assert.deepEqual((await published).diagnostics, []);
  const line = text.split("\n").findIndex((words) => words.startsWith("indicator "));
  const at = { textDocument: { uri: textDocument.uri }, position: { line, character: 12 } };
  assert.match((await server.sendRequest("textDocument/hover", at)).contents.value, /\*\*indicator\*\*/);
  const lenses = await server.sendRequest("textDocument/codeLens", { textDocument: { uri: textDocument.uri } });
  const commands = new Set(lenses.map((lens) => lens.command.command));
  assert.ok(commands.has("kpi.explain") && commands.has("kpi.showReferences"), [...commands].join());
  // As `explain` takes them; the period is there once the figures are.
  const [project, indicator, period] = lenses.find((lens) => lens.command.command === "kpi.explain").command.arguments;
  assert.ok(existsSync(path.join(project, "kpi.toml")) && text.includes(`indicator ${indicator} `));
  assert.ok(period === undefined || period === null || /^\d{4}/.test(period), period);
  // Whole items come from the server, which knows where they may stand: the extension has none of its own.
  assert.equal(contributes.snippets, undefined);
  const items = async (typed) => {
    const lines = `${text}\n${typed}`.split("\n");
    textDocument.version += 1;
    await server.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text: lines.join("\n") }] });
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    const offers = await server.sendRequest("textDocument/completion", { textDocument, position });
    return offers.filter((offer) => offer.kind === CompletionItemKind.Snippet).map((offer) => offer.label);
  };
  const whole = await items("ind");
  for (const item of ["indicator", "test", "dataset"]) {
    assert.equal(whole.filter((label) => label === item).length, 1, item);
  }
  assert.deepEqual(await items('test "x" {\n  expect rating = '), []);
  assert.deepEqual(await items("indicator x {\n  formula: sum(figures.value where period "), []);
  await server.sendRequest("shutdown");
  await server.sendNotification("exit");
  assert.equal(await ended, 0);
});
