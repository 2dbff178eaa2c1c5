import { basename, delimiter, dirname, relative } from "node:path";

/**
 * How the person called this program, for the commands that are suggested next: `spire` when that
 * is found on the PATH, and otherwise the path that was run.
 */
export function invocation(): string {
  const script = process.argv[1] ?? "spire";
  const folder = dirname(script);
  const path = (process.env.PATH ?? "").split(delimiter);
  // npm puts folders of its own on the PATH while it runs a script; they are gone afterwards.
  const isLasting = process.env.npm_command === undefined;
  if (basename(script) === "spire" && isLasting && path.includes(folder)) return "spire";
  const file = relative(process.cwd(), script) || script;
  const shown = shellQuoted(file.startsWith(".") ? file : `./${file}`);
  return basename(script) === "spire" ? shown : `node ${shown}`;
}

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
