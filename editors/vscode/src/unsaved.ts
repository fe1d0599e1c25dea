// What an editor shows and a command would not see.

import * as path from "node:path";
import * as vscode from "vscode";
import { projectOf, sameFolder } from "./project";

/** Saves what kpi reads of a project. False where it cannot be saved, or is not to be: what a command said would be of other text. */
export async function saved(project: string): Promise<boolean> {
  const left: string[] = [];
  for (const document of await unsaved(project)) {
    const done = await document.save().then(
      (done) => done,
      () => false,
    );
    if (!done) {
      left.push(path.basename(document.uri.fsPath));
    }
  }
  if (left.length > 0) {
    void vscode.window.showWarningMessage(`Nothing was run: ${left.join(", ")} could not be saved, and kpi reads what is saved.`);
  }
  return left.length === 0;
}

async function unsaved(project: string): Promise<vscode.TextDocument[]> {
  const found: vscode.TextDocument[] = [];
  for (const document of vscode.workspace.textDocuments) {
    const { fsPath, scheme } = document.uri;
    if (document.isDirty && scheme === "file" && /(^|[\\/])kpi\.toml$|\.(kpi|csv|jsonl)$/u.test(fsPath)) {
      const its = await projectOf(fsPath);
      // Rules of no project are a pack, which `use` may bring in.
      if (await sameFolder(its, project) || (its === undefined && fsPath.endsWith(".kpi"))) {
        found.push(document);
      }
    }
  }
  return found;
}
