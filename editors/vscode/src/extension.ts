// What the extension brings to the editor.

import * as vscode from "vscode";
import { explain, insert, ofProject, runTest, showReferences } from "./commands";
import { restart, showOutput, stop } from "./server";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const command = (name: string, run: (...given: never[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  command("kpi.restart", restart);
  command("kpi.showOutput", showOutput);
  command("kpi.runTest", runTest);
  command("kpi.explain", explain);
  command("kpi.showReferences", showReferences);
  command("kpi.insert", insert);
  command("kpi.testProject", () => ofProject((project) => ["test", project]));
  command("kpi.mutateProject", () => ofProject((project) => ["test", project, "--mutate"]));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("kpi")) {
        await restart();
      }
    }),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await stop();
}
