// Runs the command where it can be watched.

import * as vscode from "vscode";
import { commandLine } from "./command-line";
import { program } from "./settings";
import { saved } from "./unsaved";

let ready = Promise.resolve();

/** What a command prints stays to be read, and can be run again. */
export async function run(project: string, args: string[]): Promise<void> {
  if (!(await saved(project))) {
    return;
  }
  const name = "kpi";
  let terminal = vscode.window.terminals.find((open) => open.name === name);
  if (!terminal) {
    terminal = vscode.window.createTerminal(name);
    ready = reading(terminal);
  }
  terminal.show(true);
  await ready;
  terminal.sendText(commandLine(program(), args, process.platform === "win32"));
}

/** What a shell is sent before it reads stands there twice: as it came in, and as it is read. */
function reading(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      told.dispose();
      clearTimeout(waited);
      resolve();
    };
    const told = vscode.window.onDidChangeTerminalShellIntegration((change) => {
      // It says where it is with each prompt; what it says before comes from its start.
      if (change.terminal === terminal && change.shellIntegration.cwd) {
        done();
      }
    });
    // Some shells never say that they read; most do by then.
    const waited = setTimeout(done, 3_000);
  });
}
