import { delimiter, isAbsolute, join, relative, sep } from "node:path";

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

/** What a package manager needs besides, to reach the registry that the person has chosen. */
const FOR_INSTALLING = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "COREPACK_HOME",
  "COREPACK_NPM_REGISTRY",
  "PNPM_HOME",
  "YARN_CACHE_FOLDER",
  "YARN_GLOBAL_FOLDER",
  "YARN_ENABLE_GLOBAL_CACHE",
  "YARN_REGISTRY",
  "YARN_NPM_REGISTRY_SERVER",
  "YARN_HTTP_PROXY",
  "YARN_HTTPS_PROXY",
  ...[
    "registry",
    "cache",
    "store_dir",
    "userconfig",
    "globalconfig",
    "proxy",
    "https_proxy",
    "noproxy",
    "cafile",
    "strict_ssl",
    "offline",
    "prefer_offline",
    "fetch_retries",
    "fetch_timeout",
    "maxsockets",
  ].map((setting) => `NPM_CONFIG_${setting.toUpperCase()}`),
];

/** Names the server on which the tests of a project may make databases, instead of PGlite. */
const DATABASE_FOR_TESTS = "SPIRE_VERIFY_DATABASE_URL";

export type Purpose = "install" | "check" | "test";

/**
 * The environment of a program that a project brings or configures. It is a list of what may pass,
 * because nobody can list what must not: tokens, keys, and variables that load code
 * (`NODE_OPTIONS`, `LD_PRELOAD`).
 *
 * @param path folders for PATH
 */
export function childEnvironment(
  purpose: Purpose,
  path: readonly string[],
  own: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const names = new Set(purpose === "install" ? [...EVERYWHERE, ...FOR_INSTALLING] : EVERYWHERE);
  const passed = Object.entries(own).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (names.has(entry[0].toUpperCase()) || /^LC_[A-Z]+$/.test(entry[0])),
  );
  const database = purpose === "test" ? own[DATABASE_FOR_TESTS] : undefined;
  return {
    ...Object.fromEntries(passed),
    ...(database ? { DATABASE_URL: database } : {}),
    PATH: path.join(delimiter),
    NO_COLOR: "1",
  };
}

/**
 * The folders of the person's PATH in which a program may be sought while a project is at work. A
 * relative one would be sought inside the project, and `node_modules/.bin`, which npx and `npm run`
 * put first, is the project's own.
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
