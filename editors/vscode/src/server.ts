// The client of `kpi lsp`.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { hideNotice, showNotice } from "./notice";
import { period, program } from "./settings";
import { whyNot } from "./startable";

let client: LanguageClient | undefined;
let last = Promise.resolve();

/** One after the other: a client that is still starting cannot be stopped. */
export function restart(): Promise<void> {
  last = last.then(stop).then(start);
  return last;
}

export async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop().catch(() => undefined);
}

export function showOutput(): void {
  client?.outputChannel.show();
}

async function start(): Promise<void> {
  // A client says of a command that does not start so in notices of its own, which stay when it is mended.
  const why = await whyNot(program());
  if (why !== undefined) {
    return showNotice(why);
  }
  hideNotice();
  const args = period() === "" ? ["lsp"] : ["lsp", "--period", period()];
  client = new LanguageClient("kpi", "kpi", { command: program(), args }, {
    documentSelector: [{ scheme: "file", language: "kpi" }],
    initializationOptions: { clientCommands: true },
    // A file with mistakes is saved unformatted, again and again while it is written: no reason for a notice each time.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: {
      provideDocumentFormattingEdits: async (document, options, token, next) => {
        try {
          return await next(document, options, token);
        } catch (error) {
          vscode.window.setStatusBarMessage(error instanceof Error ? error.message : String(error), 5_000);
          return undefined;
        }
      },
    },
  });
  await client.start().catch(() => undefined);
}
