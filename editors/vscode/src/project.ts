// Where the project of a file is.

import { realpath, stat } from "node:fs/promises";
import * as path from "node:path";

/** The nearest folder above a file with a kpi.toml. */
export async function projectOf(file: string): Promise<string | undefined> {
  for (let folder = path.dirname(await real(file)); ; folder = path.dirname(folder)) {
    if (await stat(path.join(folder, "kpi.toml")).catch(() => undefined)) {
      return folder;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

export async function sameFolder(one: string | undefined, other: string): Promise<boolean> {
  return one !== undefined && (await real(one)) === (await real(other));
}

/** The server names folders without links, and on Windows as `\\?\C:\…`. */
async function real(place: string): Promise<string> {
  return path.toNamespacedPath(await realpath(place).catch(() => place));
}
