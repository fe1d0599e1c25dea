// What is set for the extension.

import * as vscode from "vscode";

export function program(): string {
  return vscode.workspace.getConfiguration("kpi").get<string>("path") || "kpi";
}

export function period(): string {
  return vscode.workspace.getConfiguration("kpi").get<string>("period") ?? "";
}
