// Whether there is a kpi that can be talked to.

import { execFile } from "node:child_process";
import * as vscode from "vscode";

/** What is wrong with the command, in words; nothing where it can be started. */
export function whyNot(command: string): Promise<string | undefined> {
  // Where the client starts it too: the setting may name a place beside the rules.
  const cwd = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return new Promise((resolve) =>
    execFile(command, ["lsp", "--help"], { cwd, timeout: 10_000 }, (error, printed) => {
      if (error?.code === "ENOENT") {
        resolve(`there is no command \`${command}\``);
      } else if (typeof error?.code === "string") {
        resolve(`\`${command}\` cannot be run (${error.code})`);
      } else if (error || !/\blsp\b/u.test(printed)) {
        resolve(`\`${command}\` knows no \`lsp\`: it is another program, or too old for this extension`);
      } else {
        resolve(undefined);
      }
    }),
  );
}
