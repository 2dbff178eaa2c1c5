import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "#project-root";

/** What is not part of the application. */
const ELSEWHERE = ["dist", "migrations", "node_modules", "public", "tests"];

export interface Source {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
}

/** Every source that a person may have written: views, templates, `main.ts`, files of one's own. */
export function handWritten(): Source[] {
  return filesOf(/\.[cm]?[jt]sx?$/)
    .map((file) => ({ file, text: readFileSync(join(projectRoot(), file), "utf8") }))
    .filter((source) => !isSpires(source));
}

/** Of the application, in folders; relative to the project. */
function filesOf(name: RegExp): string[] {
  const root = projectRoot();
  const folders = readdirSync(root).filter(
    (name) =>
      !name.startsWith(".") &&
      !ELSEWHERE.includes(name) &&
      statSync(join(root, name)).isDirectory(),
  );
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/")),
  );
}

/**
 * Whether it is a file that spire writes anew at every run, as it was written: then there is an empty
 * record of its text. Whatever else stands in the same folder is somebody's own. A record that spire
 * has not written is drift, with which `spire verify` proves nothing.
 */
function isSpires({ file, text }: Source): boolean {
  const unix = text.replaceAll("\r\n", "\n");
  const digest = createHash("sha256").update(unix).digest("hex").slice(0, 16);
  const record = join(projectRoot(), ".spire", "base", `${file}.${digest}`);
  return statSync(record, { throwIfNoEntry: false })?.size === 0;
}

const SERVING =
  "https?|http2|net|tls|dgram|cluster|child_process|worker_threads|diagnostics_channel";

/**
 * Signs of code that could answer a request, or reach what does, when the tests do not look.
 * A view may be called like any of them: `shelfUrls.register()` is an address.
 */
const SIGNS: readonly [RegExp, (match: string) => string][] = [
  [
    new RegExp(
      `(?:\\bfrom|\\bimport|\\bimport\\(|\\brequire\\(|Module\\()\\s*["'\`](?:node:)?(${SERVING})["'\`]`,
      "g",
    ),
    (name) => `uses node:${name}`,
  ],
  [
    /\bimport\s+(?!type\b)[^;"'`]*["'`]((?:@fastify\/)?[\w-]*fastify[\w-]*|@fastify\/[\w-]+|ws)["'`]/g,
    (name) => `uses ${name}`,
  ],
  [
    /(?<![.\w])(?:import|require)\(\s*(?!["'`])(?=(.))/g,
    () => "loads a module whose name it works out",
  ],
  [/(?<![.\w])(createRequire|eval|new Function)\(/g, (name) => `uses ${name}`],
  [
    /(?<!Urls)\.(addHook|setNotFoundHandler|setErrorHandler|setReplySerializer|addContentTypeParser|addConstraintStrategy|decorate|decorateReply|decorateRequest|inject|injectWS)\(/g,
    (name) => `calls ${name}`,
  ],
  [
    /(?<!Urls)\.(get|head|post|put|patch|delete|options|all)\(\s*["'`][/*]/g,
    (name) => `calls ${name} with a path`,
  ],
  [/(?<!Urls)\.(route|register)\(/g, (name) => `calls ${name}`],
  [
    /\bserver\s*\??\.\s*(on|once|addListener|prependListener|prependOnceListener|removeAllListeners|emit)\(/g,
    (name) => `calls ${name} of a server`,
  ],
];

/** Where hand-written code shows such a sign: `src/main.ts:31 calls addHook`. */
export function signs(): string[] {
  return [...otherNames(), ...handWritten().flatMap(signsIn)];
}

/** Names that a package.json gives to modules: code that imports by them shows no sign itself. */
function otherNames(): string[] {
  const text = readFileSync(join(projectRoot(), "package.json"), "utf8");
  const { imports = {} } = JSON.parse(text) as { imports?: Record<string, unknown> };
  const own = Object.entries(imports)
    .filter(([name, place]) => name !== "#*" || place !== "./src/*.js")
    .map(([name, place]) => `package.json says ${name} for ${JSON.stringify(place)}`);
  const others = filesOf(/^package\.json$/).map((file) => `${file} gives modules names of its own`);
  return [...own, ...others];
}

function signsIn({ file, text }: Source): string[] {
  const code = withoutComments(text);
  const found = SIGNS.flatMap(([pattern, say]) =>
    [...code.matchAll(pattern)].map((match) => ({
      line: code.slice(0, match.index + match[0].search(/\S/)).split("\n").length,
      what: say(match[1] ?? ""),
    })),
  );
  return found
    .sort((one, other) => one.line - other.line)
    .map(({ line, what }) => `${file}:${line} ${what}`);
}

/** The same lines, with blanks in place of comments. */
function withoutComments(text: string): string {
  return text.replaceAll(/(?<=^|[\s({,;])\/\*[^]*?\*\/|(?<![:\w"'`\\])\/\/[^\n]*/g, (comment) =>
    comment.replaceAll(/[^\n]/g, " "),
  );
}
