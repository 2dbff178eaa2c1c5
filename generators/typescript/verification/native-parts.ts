import { findPackage, type InstalledPackage } from "./installed-packages.ts";

/** The machine, as the names of packages with compiled code say it. */
export interface Machine {
  platform: string;
  arch: string;
  /** Which C library a Linux has; null elsewhere. */
  libc: "gnu" | "musl" | null;
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  if (platform !== "linux") return { platform, arch, libc: null };
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return { platform, arch, libc: header.glibcVersionRuntime ? "gnu" : "musl" };
}

/**
 * The packages whose compiled part for this machine is not installed. Such parts are optional
 * dependencies, one for each platform, and package managers leave them out without a word when a
 * lock file or `node_modules` comes from another system.
 */
export async function withoutNativePart(
  packages: readonly InstalledPackage[],
  machine: Machine = thisMachine(),
): Promise<string[]> {
  const states = packages.map(async ({ dir, json }) => {
    const parts = Object.keys(json.optionalDependencies ?? {}).filter((n) => isFor(machine, n));
    const found = await Promise.all(parts.map((name) => findPackage(dir, name)));
    return parts.length > 0 && found.every((each) => each === null) ? (json.name ?? dir) : null;
  });
  return [...new Set((await Promise.all(states)).filter((name) => name !== null))];
}

/** `@rollup/rollup-linux-x64-musl`, `@esbuild/darwin-arm64`, `@oxlint/binding-linux-arm-gnueabihf` … */
function isFor({ platform, arch, libc }: Machine, name: string): boolean {
  const match = new RegExp(`[/-]${platform}-${arch}(?:-(\\w+))?$`).exec(name);
  if (match === null) return false;
  const made = /^(gnu|musl)/.exec(match[1] ?? "")?.[1];
  return libc === null || made === undefined || made === libc;
}
