import { INSTALLED_FOLDERS } from "../../schema/targets/targets.ts";

/** Where spire keeps its own records inside a generated project. */
export const BOOKKEEPING = ".spire";

/** An edited file that the manifest does not ask for waits under this name, outside the build. */
export function orphanPath(path: string): string {
  return `${path}.orphan`;
}

/**
 * Why a path may not be written, or null when it may: relative, with forward slashes, inside the
 * project, neither in git's folder nor in an installed package, however deep those lie.
 */
export function unsafePath(path: string): string | null {
  const parts = path.split("/");
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (path === "" || /[\\\0-\x1f:]/.test(path)) return "is not a plain relative path";
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return "leaves the project's folder";
  }
  if (parts.some(isGitFolder)) return "lies in .git/";
  const installed = INSTALLED_FOLDERS.find((folder) =>
    parts.some((part) => part.toLowerCase() === folder),
  );
  return installed === undefined ? null : `lies in ${installed}/`;
}

/** What no file system shows in a name, and some pass over when they compare two. */
const INVISIBLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** As git itself refuses it: in any case, with invisible characters, by its name on FAT. */
function isGitFolder(name: string): boolean {
  const plain = name
    .replaceAll(INVISIBLE, "")
    .toLowerCase()
    .replace(/[. ]+$/, "");
  return plain === ".git" || /^git~\d+$/.test(plain);
}

/** Paths that are one file on systems that ignore case; each with the path it collides with. */
export function caseCollisions(paths: readonly string[]): [path: string, other: string][] {
  const seen = new Map<string, string>();
  return paths.flatMap((path): [string, string][] => {
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    seen.set(folded, path);
    return other === undefined ? [] : [[path, other]];
  });
}
