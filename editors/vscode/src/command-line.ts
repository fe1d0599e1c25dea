// A command as a shell reads it.

/** Quotes what a shell would take apart; names of tests hold anything. */
export function commandLine(program: string, args: string[], windows: boolean): string {
  const [first, ...rest] = [program, ...args].map((word) => quoted(word, windows));
  // PowerShell runs what stands in quotes only where it is told to.
  const call = windows && first?.startsWith("'") ? "& " : "";
  return call + [first, ...rest].join(" ");
}

function quoted(word: string, windows: boolean): string {
  if (/^[\w./:=@%+-]+$/u.test(word) && !(windows && word.includes("%"))) {
    return word;
  }
  return windows ? `'${word.replaceAll("'", "''")}'` : `'${word.replaceAll("'", "'\\''")}'`;
}
