// Parts of the extension without an editor: what they ask of it is answered by the test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));

/** A file of `src` with what it imports; `given` has the modules that are the test's own. */
export async function load(file, given) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, "../src", file)],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    external: Object.keys(given),
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(module, module.exports, (name) => given[name] ?? require(name));
  return module.exports;
}

/** A folder that is gone when the tests are. */
export function folder() {
  const made = mkdtempSync(path.join(tmpdir(), "kpi-"));
  process.on("exit", () => rmSync(made, { recursive: true }));
  return made;
}

/** A project on the disk, and files of it or beside it. */
export function project(files) {
  const root = path.join(folder(), "demo");
  for (const [name, text] of Object.entries({ "kpi.toml": "", ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** What the extension sees of the editor, and what it has done with it. */
export function editor(settings = {}) {
  const did = { ran: [], warned: [], asked: [] };
  const heard = new Set();
  const vscode = {
    workspace: { getConfiguration: () => ({ get: (name) => settings[name] }), textDocuments: [] },
    window: {
      terminals: [],
      createTerminal(name) {
        const terminal = { name, show() {}, sendText: (line) => did.ran.push(line) };
        this.terminals.push(terminal);
        setTimeout(() => vscode.reads(terminal));
        return terminal;
      },
      onDidChangeTerminalShellIntegration: (hear) => (heard.add(hear), { dispose: () => heard.delete(hear) }),
      showWarningMessage: async (message) => void did.warned.push(message),
      // Somebody presses Enter on what stands there, as far as the box lets them.
      showInputBox: async (box) => (did.asked.push(box), box.validateInput(box.value) ? undefined : box.value),
    },
    reads: (terminal, cwd = "/") => heard.forEach((hear) => hear({ terminal, shellIntegration: { cwd } })),
  };
  return { did, vscode };
}
