// The one notice that kpi does not work.

import * as vscode from "vscode";

let hide: (() => void) | undefined;

/** Shown as work in progress: of all notices, the editor takes only these away again when what they say is over. */
export function showNotice(why: string): void {
  hideNotice();
  // The command is looked for where the rules are, and so is its setting.
  const open = vscode.env.remoteName ? "openRemoteSettings" : "openSettings";
  const settings = `command:workbench.action.${open}?${encodeURIComponent('[{"query":"@id:kpi.path"}]')}`;
  const title = `kpi does not work here: ${why}. Install kpi and [try again](command:kpi.restart), or [say where it is](${settings}).`;
  const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  void vscode.window.withProgress(where, (progress, given) => {
    // Nothing moves: it waits for somebody.
    progress.report({ increment: 0 });
    return new Promise<void>((done) => {
      hide = done;
      given.onCancellationRequested(() => done());
    });
  });
}

export function hideNotice(): void {
  hide?.();
  hide = undefined;
}
