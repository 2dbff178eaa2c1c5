/** A module that stands in every project, and once stood elsewhere. */
interface MovedModule {
  path: string;
  /** Where it was in earlier versions of spire. */
  former: string;
  /** A line that it had there in every layout: nothing else at that place is taken for it. */
  mark: RegExp;
}

/** Projects of earlier versions get them moved, and whatever imports them follows. */
const MOVED: readonly MovedModule[] = [
  {
    path: "src/app.ts",
    former: "src/runtime/app.ts",
    mark: /^export async function buildApp\(/m,
  },
];

/** Where modules were before, by where they are now. */
export const FORMER_MODULES: ReadonlyMap<string, string> = new Map(
  MOVED.map(({ path, former }) => [path, former]),
);

/** Whether it is one of those modules, where it was. */
export function wasModule(path: string, text: string): boolean {
  return MOVED.some(({ former, mark }) => former === path && mark.test(text));
}
