/** Where spire keeps its own records inside a generated project. */
export const BOOKKEEPING = ".spire";

/**
 * Why a path may not be written, or null when it may: relative, with forward slashes, inside the
 * project, neither git's folder nor an installed package.
 */
export function unsafePath(path: string): string | null {
  const parts = path.split("/");
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (path === "" || /[\\\0-\x1f:]/.test(path)) return "is not a plain relative path";
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return "leaves the project's folder";
  }
  const top = parts[0]?.toLowerCase();
  if (top === ".git" || top === "node_modules") return `lies in ${top}/`;
  return null;
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
