import type { SourceTools } from "./guards.ts";
import type { Layout } from "../layout/layout.ts";
import { mergeByKey } from "./by-key.ts";
import { withMarkers } from "../project/conflict-markers.ts";
import { guardChanges } from "./guards.ts";
import {
  asOneHunk,
  type Choice,
  commonLines,
  type Hunk,
  hunksOf,
  isAddition,
  joinPieces,
  mergeThreeWay,
  type Piece,
  type Side,
} from "./three-way.ts";

/** What became of a file that the developer and the generator both changed. */
export interface Merge {
  /** What is to stand there; with markers, or one side's lines, where that was asked for. */
  text: string;
  /** Empty when both had their way. */
  conflicts: MergeConflict[];
  /** The conflicts are in the text, between markers. */
  marked: boolean;
}

/** Why two texts do not go together. */
export interface MergeConflict {
  /** `lines`: both changed them · `guard`: a guard would be lost · `syntax`: it would not compile. */
  kind: "lines" | "guard" | "syntax";
  /** One sentence without the path. */
  message: string;
  /** The lines in question; null when it is the whole file. */
  hunk: Hunk | null;
}

export interface MergeInput {
  path: string;
  /** What spire wrote last; several after a git merge of branches; none when it is not known. */
  bases: readonly string[];
  ours: string;
  theirs: string;
}

export interface MergeOptions extends SourceTools {
  /** What to do where they meet; null: it is a conflict. */
  choice: Choice | null;
  /** Write conflicts into the text. */
  markers: boolean;
  /** The file holds an object of which each key is for itself, see `mergeByKey`. Default: no. */
  byKey?: boolean;
  /** How the developer lays files out. */
  layout: Pick<Layout, "format" | "isLaidOut" | "plain">;
}

/** Merges one file; both line endings and the developer's formatting are kept where that is possible. */
export async function mergeFile(input: MergeInput, options: MergeOptions): Promise<Merge> {
  const windows = /\r\n/.test(input.ours);
  const unix = { ...input, ours: input.ours.replaceAll("\r\n", "\n") };
  const merge = await mergeUnix(unix, options);
  return windows ? { ...merge, text: merge.text.replaceAll("\n", "\r\n") } : merge;
}

async function mergeUnix(input: MergeInput, options: MergeOptions): Promise<Merge> {
  const { path, ours } = input;
  const keyed = options.byKey ? mergedByKey(input, options) : null;
  if (keyed !== null) return laidOut(path, keyed, options);
  const asWritten = bestAttempt(input, options);
  if (asWritten.conflicts.length === 0) {
    const merge = asWritten.clean();
    // Two texts that are laid out well need not be so when they are one.
    const wasLaidOut = await options.layout.isLaidOut({ path, content: ours });
    return wasLaidOut ? laidOut(path, merge, options) : merge;
  }
  const formatted = await formattedAlike(input, options);
  const attempt = formatted === null ? asWritten : bestAttempt(formatted, options);
  if (attempt.conflicts.length === 0) return laidOut(path, attempt.clean(), options);
  const inPlain = bestAttempt(await plainly(input, options), options);
  if (inPlain.conflicts.length === 0) return laidOut(path, inPlain.clean(), options);
  return attempt.conflicts.length < asWritten.conflicts.length
    ? attempt.resolve()
    : asWritten.resolve();
}

/** null: the keys do not go together, or there are none. */
function mergedByKey({ bases, ours, theirs }: MergeInput, { choice }: MergeOptions): Merge | null {
  const side = choice === "both" ? null : choice;
  for (const base of bases) {
    const text = mergeByKey(base, ours, theirs, side);
    if (text !== null) return { text, conflicts: [], marked: false };
  }
  return null;
}

/** The merge in the developer's layout, if it parses. */
async function laidOut(path: string, merge: Merge, { layout }: MergeOptions): Promise<Merge> {
  try {
    const text = await layout.format({ path, content: merge.text });
    return { ...merge, text: text.replaceAll("\r\n", "\n") };
  } catch {
    return merge;
  }
}

/** The same texts with the developer's formatted; null when it is so already or does not parse. */
async function formattedAlike(
  input: MergeInput,
  { layout }: MergeOptions,
): Promise<MergeInput | null> {
  try {
    const ours = await layout.format({ path: input.path, content: input.ours });
    return ours === input.ours ? null : { ...input, ours };
  } catch {
    return null;
  }
}

/** The same texts without what tells how each was laid out. */
async function plainly(input: MergeInput, { layout }: MergeOptions): Promise<MergeInput> {
  const { path } = input;
  const plain = (content: string) => layout.plain({ path, content });
  const [ours, theirs] = [await plain(input.ours), await plain(input.theirs)];
  return { path, bases: await Promise.all(input.bases.map(plain)), ours, theirs };
}

interface Attempt {
  conflicts: MergeConflict[];
  /** The merged text, for an attempt without conflicts. */
  clean(): Merge;
  /** What the options make of the conflicts. */
  resolve(): Merge;
}

/** Tries every base, then what they have in common; the first with the fewest conflicts wins. */
function bestAttempt(input: MergeInput, options: MergeOptions): Attempt {
  const [first, ...others] = input.bases;
  let best = attempt(first ?? null, input, options);
  for (const base of others) {
    if (best.conflicts.length === 0) return best;
    const next = attempt(base, input, options);
    if (next.conflicts.length < best.conflicts.length) best = next;
  }
  if (others.length === 0 || best.conflicts.length === 0) return best;
  const common = attempt(input.bases.reduce(commonLines), input, options, false);
  return common.conflicts.length < best.conflicts.length ? common : best;
}

/**
 * @param known the base, or null
 * @param isWhole whether it is all that was written: what it has not was added
 */
function attempt(
  known: string | null,
  input: MergeInput,
  options: MergeOptions,
  isWhole = known !== null,
): Attempt {
  const { path, ours, theirs } = input;
  const base = known ?? "";
  const wasAdded = (hunk: Hunk) => isWhole && isAddition(hunk);
  const pieces = mergeThreeWay(base, ours, theirs);
  const whole = (text: string) => options.keepImports(path, text, { ours, theirs });
  const conflicts = hunksOf(pieces).map((hunk): MergeConflict => {
    const message = wasAdded(hunk)
      ? `both added lines at line ${hunk.line}`
      : `both changed line ${hunk.line} and around it`;
    return { kind: "lines", message, hunk };
  });
  const broken = (text: string) => losses(path, { base, ours, theirs, text }, options);
  // Where lines are in conflict, what would become of the guards is seen when that is resolved.
  const clean = conflicts.length === 0 ? whole(joinPieces(pieces, () => [])) : "";
  if (conflicts.length === 0) conflicts.push(...broken(clean));
  const take = (from: readonly Piece[], side: Side) =>
    whole(joinPieces(from, (hunk) => hunk[side]));
  const merge = (text: string, left: MergeConflict[], marked = false): Merge => {
    return { text, conflicts: left, marked };
  };
  return {
    conflicts,
    clean: () => merge(clean, []),
    resolve() {
      if (conflicts.length === 0) return this.clean();
      const { choice, markers } = options;
      if (choice === "both" && conflicts.every(({ hunk }) => hunk !== null && wasAdded(hunk))) {
        const text = whole(joinPieces(pieces, (hunk) => [...hunk.ours, ...hunk.theirs]));
        const lost = broken(text);
        return lost.length === 0 ? merge(text, []) : merge(ours, lost);
      }
      if (choice === "ours" || choice === "theirs") {
        const text = take(pieces, choice);
        const lost = broken(text);
        if (lost.length === 0 || choice === "ours") return merge(text, []);
        // Lines of both do not make a whole here: the word was for the generator's.
        return merge(theirs, []);
      }
      if (!markers) return merge(ours, conflicts);
      const inLines = conflicts.every(({ hunk }) => hunk !== null);
      const marked = inLines ? pieces : asOneHunk(base, ours, theirs);
      return merge(joinPieces(marked, withMarkers), conflicts, true);
    },
  };
}

/** What a merge without conflicting lines has broken: guards, or what compiled on both sides. */
function losses(
  path: string,
  texts: { base: string; ours: string; theirs: string; text: string },
  { readSource }: MergeOptions,
): MergeConflict[] {
  const [merged, base, ours, theirs] = [texts.text, texts.base, texts.ours, texts.theirs].map(
    (text) => readSource(path, text),
  );
  if (!merged || !ours || !theirs) return [];
  const [error] = merged.errors.filter((each) => !ours.errors.includes(each));
  if (error !== undefined) {
    return [{ kind: "syntax", message: `merged, it would not compile: ${error}`, hunk: null }];
  }
  const guarded = theirs.guards.classes.size + theirs.guards.controls.size > 0;
  if (merged.errors.length > 0 && guarded) {
    const message = `its guards cannot be read: ${merged.errors[0]}`;
    return [{ kind: "guard", message, hunk: null }];
  }
  return guardChanges(merged.guards, {
    base: base?.guards ?? null,
    ours: ours.guards,
    theirs: theirs.guards,
  }).map((change) => ({ kind: "guard", message: change, hunk: null }));
}
