// The client of `kpi lsp`, and the commands of its lenses.

import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, ServerOptions } from "vscode-languageclient/node";
import { commandLine } from "./command-line";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const command = (name: string, run: (...given: never[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  command("kpi.restart", restart);
  command("kpi.showOutput", () => client?.outputChannel.show());
  command("kpi.runTest", (project: string, test: string) => inTerminal(["test", project, "--verbose", "--filter", test]));
  command("kpi.explain", explain);
  command("kpi.showReferences", showReferences);
  command("kpi.testProject", () => ofProject((project) => ["test", project]));
  command("kpi.mutateProject", () => ofProject((project) => ["test", project, "--mutate"]));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("kpi")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function program(): string {
  return vscode.workspace.getConfiguration("kpi").get<string>("path") || "kpi";
}

function period(): string {
  return vscode.workspace.getConfiguration("kpi").get<string>("period") ?? "";
}

async function start(): Promise<void> {
  const args = period() === "" ? ["lsp"] : ["lsp", "--period", period()];
  const server: ServerOptions = { command: program(), args };
  client = new LanguageClient("kpi", "kpi", server, {
    documentSelector: [{ scheme: "file", language: "kpi" }],
    initializationOptions: { clientCommands: true },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    await notFound(error);
  }
}

/** Nothing of the language works without the command: say so once, with what to do. */
async function notFound(error: unknown): Promise<void> {
  const settings = "Open settings";
  const chosen = await vscode.window.showErrorMessage(
    `\`${program()} lsp\` does not start (${String(error)}). Install kpi, or say in the setting "kpi.path" where it is. ` +
      "A kpi that knows no `lsp` is too old for this extension.",
    settings,
  );
  if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "kpi.path");
  }
}

async function restart(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop().catch(() => undefined);
  await start();
}

/** What a command prints stays to be read, and can be run again. */
function inTerminal(args: string[]): void {
  const name = "kpi";
  const terminal = vscode.window.terminals.find((open) => open.name === name) ?? vscode.window.createTerminal(name);
  terminal.show(true);
  terminal.sendText(commandLine(program(), args, process.platform === "win32"));
}

async function explain(project: string, indicator: string): Promise<void> {
  const wanted =
    period() ||
    (await vscode.window.showInputBox({
      title: `How did the figure of ${indicator} come about?`,
      prompt: "The report's period",
      placeHolder: "2023/24 Q2",
    }));
  if (wanted) {
    inTerminal(["explain", indicator, project, "--period", wanted]);
  }
}

async function showReferences(uri: string, at: Position, places: Location[]): Promise<void> {
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

interface Position {
  line: number;
  character: number;
}

interface Location {
  uri: string;
  range: { start: Position; end: Position };
}

/** The project of the file at hand: the nearest folder above it with a kpi.toml. */
async function ofProject(args: (project: string) => string[]): Promise<void> {
  const file = vscode.window.activeTextEditor?.document.uri;
  for (let folder = file && path.dirname(file.fsPath); folder; folder = path.dirname(folder)) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.file(path.join(folder, "kpi.toml")));
      return inTerminal(args(folder));
    } catch {
      if (folder === path.dirname(folder)) {
        break;
      }
    }
  }
  await vscode.window.showWarningMessage("The file at hand is in no project: there is no kpi.toml in its folder or above.");
}
