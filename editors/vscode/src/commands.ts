// The commands of lenses, and those of the project at hand.

import * as vscode from "vscode";
import { projectOf } from "./project";
import { run } from "./run";
import { period } from "./settings";

export async function runTest(project: string, test: string): Promise<void> {
  await run(project, ["test", project, "--verbose", "--filter", test]);
}

/** `latest` is the report whose figures are shown, where the server says which it is. */
export async function explain(project: string, indicator: string, latest?: string | null): Promise<void> {
  const wanted = period() || (await asked(indicator, latest ?? ""));
  if (wanted) {
    await run(project, ["explain", indicator, project, "--period", wanted]);
  }
}

async function asked(indicator: string, latest: string): Promise<string | undefined> {
  const example = latest || "2023/24 Q2";
  const said = await vscode.window.showInputBox({
    title: `How did the figure of ${indicator} come about?`,
    prompt: "The report's period",
    value: latest,
    placeHolder: example,
    validateInput: (text) => (text.trim() || latest ? undefined : `Say of which report, such as ${example}`),
  });
  return said === undefined ? undefined : said.trim() || latest;
}

export async function showReferences(uri: string, at: Position, places: Location[]): Promise<void> {
  const position = (of: Position) => new vscode.Position(of.line, of.character);
  const locations = places.map(
    (place) =>
      new vscode.Location(
        vscode.Uri.parse(place.uri),
        new vscode.Range(position(place.range.start), position(place.range.end)),
      ),
  );
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), position(at), locations);
}

/** Fills in what the server proposes, gap by gap. */
export async function insert(uri: string, at: Position, snippet: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  const place = new vscode.Position(at.line, at.character);
  await editor.insertSnippet(new vscode.SnippetString(snippet), place);
}

interface Position {
  line: number;
  character: number;
}

interface Location {
  uri: string;
  range: { start: Position; end: Position };
}

/** Runs a command on the project of the file at hand. */
export async function ofProject(args: (project: string) => string[]): Promise<void> {
  const file = vscode.window.activeTextEditor?.document.uri.fsPath;
  const project = file && (await projectOf(file));
  if (project) {
    return run(project, args(project));
  }
  await vscode.window.showWarningMessage("The file at hand is in no project: there is no kpi.toml in its folder or above.");
}
