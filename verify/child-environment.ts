import { delimiter, isAbsolute, join, relative, sep } from "node:path";
import type { Purpose } from "../generators/verifier.ts";

/** What a program needs to find its way on this machine; nothing here is a secret. */
const EVERYWHERE = [
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "TMP",
  "TEMP",
  "TERM",
  "CI",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  // Windows
  "USERPROFILE",
  "HOMEDRIVE",
  "HOMEPATH",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "PROGRAMFILES",
  "SYSTEMROOT",
  "SYSTEMDRIVE",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
  "PROCESSOR_ARCHITECTURE",
  "NUMBER_OF_PROCESSORS",
];

/** What else it takes to reach a registry through the network that the person is on. */
const FOR_INSTALLING = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** Names the server on which the tests of a project may make databases, instead of the embedded one. */
const DATABASE_FOR_TESTS = "SPIRE_VERIFY_DATABASE_URL";

/**
 * The environment of a program that a project brings or configures, but for PATH. It is a list of
 * what may pass, because nobody can list what must not: tokens, keys, and variables that load code
 * (`NODE_OPTIONS`, `LD_PRELOAD`).
 *
 * @param passed names of variables that this program needs besides, in capitals
 */
export function childEnvironment(
  purpose: Purpose,
  passed: readonly string[] = [],
  own: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const names = new Set([
    ...EVERYWHERE,
    ...(purpose === "install" ? FOR_INSTALLING : []),
    ...passed,
  ]);
  const taken = Object.entries(own).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (names.has(entry[0].toUpperCase()) || /^LC_[A-Z]+$/.test(entry[0])),
  );
  const database = purpose === "test" ? own[DATABASE_FOR_TESTS] : undefined;
  return {
    ...Object.fromEntries(taken),
    ...(database ? { DATABASE_URL: database } : {}),
    NO_COLOR: "1",
  };
}

/**
 * The folders of the person's PATH in which a program may be sought while a project is at work. A
 * relative one would be sought inside the project, and `node_modules/.bin`, which npx and `npm run`
 * put first when they start spire, is the project's own.
 *
 * @param root the outermost folder that belongs to the project, absolute
 */
export function foreignPath(root: string, path: string | undefined = process.env.PATH): string[] {
  return (path ?? "").split(delimiter).filter((folder) => {
    if (!isAbsolute(folder) || folder.includes(join("node_modules", ".bin"))) return false;
    const place = relative(root, folder);
    return place === ".." || place.startsWith(`..${sep}`) || isAbsolute(place);
  });
}
