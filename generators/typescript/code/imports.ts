import { compareSpecifiers } from "./import-order.ts";
import { importSpecifier } from "./names.ts";

/** What one generated file imports: collected while its parts are worked out, printed once. */
export class Imports {
  readonly #file: string;
  readonly #named = new Map<string, Set<string>>();
  readonly #types = new Map<string, Set<string>>();
  readonly #namespaces = new Map<string, string>();

  /** @param file path of the importing file in the project */
  constructor(file: string) {
    this.#file = file;
  }

  /** @param module a package, or a path in the project that begins with `src/` */
  named(module: string, ...names: string[]): void {
    for (const name of names) added(this.#named, this.#specifier(module), name);
  }

  /** Names that are needed as types only. */
  types(module: string, ...names: string[]): void {
    for (const name of names) added(this.#types, this.#specifier(module), name);
  }

  /** @param clause `* as models` or `type * as models`, which the other one covers */
  namespace(module: string, clause: string): void {
    this.#namespaces.set(`${clause}\0${this.#specifier(module)}`, this.#specifier(module));
  }

  /** The import declarations, in order. */
  toString(): string {
    const lines: [string, string][] = [];
    for (const [clause, specifier] of this.#namespaces) {
      if (clause.startsWith("type ") && this.#namespaces.has(clause.slice(5))) continue;
      lines.push([specifier, `import ${clause.split("\0")[0]} from "${specifier}";`]);
    }
    for (const specifier of new Set([...this.#named.keys(), ...this.#types.keys()])) {
      lines.push([specifier, this.#declaration(specifier)]);
    }
    return lines
      .sort(([a], [b]) => compareSpecifiers(a, b))
      .map(([, line]) => line)
      .join("\n");
  }

  #declaration(specifier: string): string {
    const named = [...(this.#named.get(specifier) ?? [])].sort();
    const types = [...(this.#types.get(specifier) ?? [])].sort();
    if (named.length === 0) return `import type { ${types.join(", ")} } from "${specifier}";`;
    const names = [...named, ...types.map((name) => `type ${name}`)];
    return `import { ${names.join(", ")} } from "${specifier}";`;
  }

  #specifier(module: string): string {
    return module.startsWith("src/") ? importSpecifier(this.#file, module) : module;
  }
}

function added(map: Map<string, Set<string>>, key: string, name: string): void {
  const names = map.get(key);
  if (names === undefined) map.set(key, new Set([name]));
  else names.add(name);
}
