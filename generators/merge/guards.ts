/**
 * The guards that a source text holds, by what they guard. A class or a method is named as in the
 * code (`InventoryListView.show`), a control by what it leads to.
 */
export interface Guards {
  /** Of classes and methods: one list of guards for each time the name occurs. */
  classes: ReadonlyMap<string, readonly string[]>;
  /** Of controls in templates: the condition of each place where the control stands. */
  controls: ReadonlyMap<string, readonly string[]>;
}

/** What a target finds in a source text. */
export interface ReadSource {
  /** Why the text would not compile, as far as one file shows; one sentence each. */
  errors: string[];
  guards: Guards;
}

/**
 * Reads the guards in a file's text, to see that a merge has kept them.
 *
 * @returns null for a file that can hold no guards
 */
export type SourceReader = (path: string, text: string) => ReadSource | null;

/** What a target knows of its sources, for merges. */
export interface SourceTools {
  readSource: SourceReader;
  /**
   * A merged text with what it needs of what one of both texts imports, and without what only lines
   * that are gone needed: an edited line may use what generated lines use no more.
   */
  keepImports(path: string, text: string, merged: { ours: string; theirs: string }): string;
}

/**
 * What a merge did to the guards, one sentence each; empty when they are what the manifest says.
 * Classes and methods must bear exactly the generated guards, in their order. A control may be gone
 * or stand there more often, but never under another condition. What only the developer's text has
 * must be guarded as it was there.
 *
 * @param theirs the guards of the text that is generated now
 */
export function guardChanges(
  merged: Guards,
  { base, ours, theirs }: { base: Guards | null; ours: Guards; theirs: Guards },
): string[] {
  const changes: string[] = [];
  for (const [name, guards] of theirs.classes) {
    const found = merged.classes.get(name);
    if (found === undefined) changes.push(`${name} is gone, and its guard with it`);
    else if (!sameList(found, guards)) {
      changes.push(`${name} must bear ${shown(guards)}, and would bear ${shown(found)}`);
    }
  }
  for (const [name, guards] of merged.classes) {
    if (theirs.classes.has(name)) continue;
    if (base?.classes.has(name)) changes.push(`${name} is in the manifest no more`);
    else if (!sameList(guards, ours.classes.get(name) ?? [])) {
      changes.push(`${name} would bear ${shown(guards)}`);
    }
  }
  for (const [control, conditions] of merged.controls) {
    const wanted = theirs.controls.get(control);
    const known = wanted ?? ours.controls.get(control) ?? [];
    for (const condition of conditions) {
      if (known.includes(condition)) continue;
      changes.push(
        `the control ${control} must stand behind ${shown(known)}, and would stand behind ${shown([condition])}`,
      );
    }
  }
  return [...new Set(changes)];
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function shown(guards: readonly string[]): string {
  const words = guards.map((guard) => guard || "no guard");
  return words.length === 0 ? "no guard" : [...new Set(words)].join(" or ");
}
