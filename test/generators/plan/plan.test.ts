import fc from "fast-check";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apply } from "../../../generators/apply/apply.ts";
import { driftOf } from "../../../generators/plan/drift.ts";
import { makePlan } from "../../../generators/plan/make-plan.ts";
import type { Plan, PlanInput } from "../../../generators/plan/plan.ts";
import { standingFiles } from "../../../generators/project/standing.ts";
import { readState } from "../../../generators/project/state.ts";
import type { RenderedFile, Tier } from "../../../generators/target.ts";
import { ownVersion } from "../../../generators/project/version.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

const TARGET = { writes: () => true };

function file(path: string, content: string, tier: Tier = "shared"): RenderedFile {
  return { path, content, tier };
}

/** A plan without merges: as if nobody could merge. */
function plan(dir: string, rendered: RenderedFile[], input: Partial<PlanInput> = {}): Plan {
  const state = readState(dir, rendered, TARGET);
  const standings = standingFiles(rendered, state);
  return makePlan({ standings, state, version: ownVersion(), schemaText: "", ...input });
}

function generate(dir: string, rendered: RenderedFile[]): Plan {
  const result = plan(dir, rendered);
  if (result.refusals.length === 0) apply(dir, result);
  return result;
}

function edit(dir: string, path: string, text: string): void {
  writeFileSync(join(dir, path), text);
}

function text(dir: string, path: string): string {
  return readFileSync(join(dir, path), "utf8");
}

describe("a second run", () => {
  test("writes nothing when nothing changed", () => {
    const dir = testdir({});
    const rendered = [file("src/a.ts", "a\n"), file("src/b.ts", "b\n", "generated")];
    expect(generate(dir, rendered).created).toEqual(["src/a.ts", "src/b.ts"]);
    const second = plan(dir, rendered);
    expect([second.writes, second.deletes, second.unchanged]).toEqual([
      [],
      [],
      ["src/a.ts", "src/b.ts"],
    ]);
  });

  test("replaces the files whose text changed and leaves one record of each", () => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "one\n"), file("src/b.ts", "same\n")]);
    const result = generate(dir, [file("src/a.ts", "two\n"), file("src/b.ts", "same\n")]);
    expect(result.updated).toEqual(["src/a.ts"]);
    expect(text(dir, "src/a.ts")).toBe("two\n");
    const records = Object.keys(readTree(dir)).filter((path) => path.includes("/base/src/a.ts."));
    expect(records).toHaveLength(1);
  });

  test("writes a deleted file anew", () => {
    const dir = testdir({});
    const rendered = [file("src/a.ts", "a\n")];
    generate(dir, rendered);
    rmSync(join(dir, "src/a.ts"));
    expect(generate(dir, rendered).created).toEqual(["src/a.ts"]);
  });

  test("takes other line endings for the same text", () => {
    const dir = testdir({});
    const rendered = [file("src/a.ts", "a\nb\n")];
    generate(dir, rendered);
    edit(dir, "src/a.ts", "a\r\nb\r\n");
    expect(plan(dir, rendered).writes).toEqual([]);
  });
});

describe("a file edited by hand", () => {
  test("is refused by name when it is a generated one", () => {
    const dir = testdir({});
    const rendered = [file("src/a.ts", "a\n", "generated")];
    generate(dir, rendered);
    edit(dir, "src/a.ts", "mine\n");
    const { refusals } = plan(dir, rendered);
    expect(refusals.map(({ path, reason }) => [path, reason])).toEqual([
      ["src/a.ts", "edited-generated"],
    ]);
    expect(refusals[0]?.message).toContain("src/a.ts");
  });

  test("stays as it is when it is shared and the manifest asks for nothing new", () => {
    const dir = testdir({});
    const rendered = [file("src/a.ts", "a\n")];
    generate(dir, rendered);
    edit(dir, "src/a.ts", "mine\n");
    const result = plan(dir, rendered);
    expect([result.refusals, result.writes, result.unchanged]).toEqual([[], [], ["src/a.ts"]]);
  });

  test("is refused when it is shared and cannot be merged with what the manifest asks for", () => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "a\n"), file("src/b.ts", "b\n")]);
    edit(dir, "src/a.ts", "mine\n");
    const before = readTree(dir);
    const { refusals } = generate(dir, [file("src/a.ts", "new\n"), file("src/b.ts", "new\n")]);
    expect(refusals.map(({ path, reason }) => [path, reason])).toEqual([["src/a.ts", "conflict"]]);
    expect(readTree(dir)).toEqual(before);
  });
});

describe("a file that spire did not write", () => {
  test("is refused where a file has to go", () => {
    const dir = testdir({ "README.md": "mine\n" });
    const { refusals } = plan(dir, [file("README.md", "theirs\n")]);
    expect(refusals[0]?.reason).toBe("foreign");
  });

  test("is taken over when it is the same text", () => {
    const dir = testdir({ "README.md": "same\n" });
    const result = generate(dir, [file("README.md", "same\n")]);
    expect([result.refusals, result.unchanged]).toEqual([[], ["README.md"]]);
    expect(generate(dir, [file("README.md", "next\n")]).updated).toEqual(["README.md"]);
  });

  test("is left alone when it is made once and stands already", () => {
    const dir = testdir({ "src/mine.ts": "mine\n" });
    generate(dir, [file("src/mine.ts", "scaffold\n", "yours")]);
    expect(text(dir, "src/mine.ts")).toBe("mine\n");
  });
});

test("a file of the tier yours is made once, and neither rewritten, restored nor deleted", () => {
  const dir = testdir({});
  expect(generate(dir, [file("src/own.ts", "one\n", "yours")]).created).toEqual(["src/own.ts"]);
  expect(generate(dir, [file("src/own.ts", "two\n", "yours")]).writes).toEqual([]);
  expect(generate(dir, []).deleted).toEqual([]);
  expect(text(dir, "src/own.ts")).toBe("one\n");
});

test("a file that becomes the developer's is brought up to date a last time, if it is untouched", () => {
  const dir = testdir({});
  generate(dir, [file("a.json", "one\n"), file("b.json", "one\n")]);
  edit(dir, "b.json", "mine\n");
  for (const content of ["two\n", "three\n"]) {
    generate(dir, [file("a.json", content, "yours"), file("b.json", content, "yours")]);
    expect([text(dir, "a.json"), text(dir, "b.json")]).toEqual(["two\n", "mine\n"]);
  }
});

test("a file of the tier yours that was removed is neither missed nor refused", () => {
  const dir = testdir({});
  generate(dir, [file("src/own.ts", "one\n", "yours")]);
  rmSync(join(dir, "src/own.ts"));
  const { writes, deletes, refusals } = plan(dir, [file("src/own.ts", "two\n", "yours")]);
  expect([writes, deletes, refusals]).toEqual([[], [], []]);
});

test("a file that can be declined stays away once it was deleted, until it is asked for", () => {
  const dir = testdir({});
  const readme = (content: string) => ({
    ...file("README.md", content),
    canBeDeclined: true as const,
  });
  expect(generate(dir, [readme("one\n")]).created).toEqual(["README.md"]);
  expect(generate(dir, [readme("two\n")]).updated).toEqual(["README.md"]);
  rmSync(join(dir, "README.md"));
  for (const content of ["two\n", "three\n"]) {
    const { writes, deletes, refusals } = plan(dir, [readme(content)]);
    expect([writes, deletes, refusals]).toEqual([[], [], []]);
  }
});

test("a file of which only the layout changes is written, and does not differ from the manifest", () => {
  const dir = testdir({});
  const rendered = [file("src/a.ts", "a;\n"), file("src/b.ts", "b;\n")];
  generate(dir, rendered);
  edit(dir, "src/a.ts", "a  ;\n");
  edit(dir, "src/b.ts", "b  ;\n");
  const texts = new Map([
    ["src/a.ts", { text: "a\n", onlyLayout: true }],
    ["src/b.ts", { text: "b\n", onlyLayout: false }],
  ]);
  const result = plan(dir, rendered, { laidOut: { texts, untouched: new Set() } });
  expect(result.updated).toEqual(["src/a.ts", "src/b.ts"]);
  expect(driftOf(result)).toEqual(["src/b.ts"]);
});

describe("a file that the manifest renamed", () => {
  const renamed = (content: string, tier: Tier = "shared"): RenderedFile => ({
    ...file("src/new.ts", content, tier),
    renamedFrom: ["src/old.ts"],
  });

  test("is at its new path, untouched, and nothing is left of the old one", () => {
    const dir = testdir({});
    generate(dir, [file("src/old.ts", "old\n")]);
    expect(generate(dir, [renamed("new\n")]).moved).toEqual([
      { from: "src/old.ts", to: "src/new.ts" },
    ]);
    expect(text(dir, "src/new.ts")).toBe("new\n");
    expect(Object.keys(readTree(dir)).filter((path) => path.includes("old"))).toEqual([]);
  });

  test("takes its edits along when its text stays the same", () => {
    const dir = testdir({});
    generate(dir, [file("src/old.ts", "old\n")]);
    edit(dir, "src/old.ts", "mine\n");
    generate(dir, [renamed("old\n")]);
    expect(text(dir, "src/new.ts")).toBe("mine\n");
    const again = plan(dir, [renamed("old\n")]);
    expect([again.writes, again.deletes, again.moved]).toEqual([[], [], []]);
  });

  test("takes the developer's own text along", () => {
    const dir = testdir({});
    generate(dir, [file("src/old.ts", "scaffold\n", "yours")]);
    edit(dir, "src/old.ts", "mine\n");
    generate(dir, [renamed("scaffold\n", "yours")]);
    expect(text(dir, "src/new.ts")).toBe("mine\n");
  });

  test("is refused where another file stands", () => {
    const dir = testdir({});
    generate(dir, [file("src/old.ts", "old\n")]);
    edit(dir, "src/new.ts", "mine\n");
    expect(plan(dir, [renamed("new\n")]).refusals.map(({ reason }) => reason)).toEqual(["foreign"]);
  });

  test("leaves its old path to a new file", () => {
    const dir = testdir({});
    generate(dir, [file("src/old.ts", "old\n")]);
    edit(dir, "src/old.ts", "mine\n");
    generate(dir, [renamed("old\n"), file("src/old.ts", "another\n")]);
    expect([text(dir, "src/new.ts"), text(dir, "src/old.ts")]).toEqual(["mine\n", "another\n"]);
  });

  test("follows a chain of renames, one step each", () => {
    const dir = testdir({});
    generate(dir, [file("a.ts", "a\n"), file("b.ts", "b\n")]);
    edit(dir, "a.ts", "mine a\n");
    edit(dir, "b.ts", "mine b\n");
    const next = [
      { ...file("b.ts", "a\n"), renamedFrom: ["a.ts"] },
      { ...file("c.ts", "b\n"), renamedFrom: ["b.ts"] },
    ];
    generate(dir, next);
    expect([text(dir, "b.ts"), text(dir, "c.ts")]).toEqual(["mine a\n", "mine b\n"]);
    expect(plan(dir, next).writes).toEqual([]);
  });
});

describe("generated files of two branches", () => {
  const both = (): string => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "one\n", "generated")]);
    const record = readTree(dir);
    generate(dir, [file("src/a.ts", "two\n", "generated")]);
    for (const [path, content] of Object.entries(record)) edit(dir, path, content);
    return dir;
  };

  test("are written anew from what git made of them, markers and all", () => {
    const dir = both();
    edit(dir, "src/a.ts", "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n");
    const rendered = [file("src/a.ts", "one\ntwo\n", "generated")];
    const result = plan(dir, rendered, { marked: ["src/a.ts"] });
    expect([result.refusals, result.updated, result.kept]).toEqual([[], ["src/a.ts"], []]);
  });

  test("are kept aside as well when they hold lines that nobody generated", () => {
    const dir = both();
    edit(dir, "src/a.ts", "one\nmine\ntwo\n");
    const result = generate(dir, [file("src/a.ts", "one\ntwo\n", "generated")]);
    expect(result.kept).toEqual(["src/a.ts.orphan"]);
    expect(text(dir, "src/a.ts.orphan")).toBe("one\nmine\ntwo\n");
    expect(text(dir, "src/a.ts")).toBe("one\ntwo\n");
  });
});

test("conflict markers are refused by name, before anything else is said", () => {
  const dir = testdir({});
  const rendered = [file("src/a.ts", "a\n", "generated"), file("src/b.ts", "b\n")];
  generate(dir, rendered);
  edit(dir, "src/a.ts", "mine\n");
  const { refusals, writes } = plan(dir, rendered, { marked: ["src/b.ts"] });
  expect(refusals.map(({ path, reason }) => [path, reason])).toEqual([["src/b.ts", "markers"]]);
  expect(writes).toEqual([]);
});

describe("a file that the manifest no longer asks for", () => {
  test("is deleted with its empty folders when it is untouched", () => {
    const dir = testdir({});
    generate(dir, [file("src/apps/x/views/a.ts", "a\n"), file("src/b.ts", "b\n")]);
    expect(generate(dir, [file("src/b.ts", "b\n")]).deleted).toEqual(["src/apps/x/views/a.ts"]);
    expect(Object.keys(readTree(dir)).filter((path) => path.includes("apps"))).toEqual([]);
  });

  test("is set aside and named, at every run, when it was edited", () => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "a\n")]);
    edit(dir, "src/a.ts", "mine\n");
    expect(generate(dir, []).kept).toEqual(["src/a.ts.orphan"]);
    expect(generate(dir, []).kept).toEqual(["src/a.ts.orphan"]);
    expect(readTree(dir)["src/a.ts"]).toBeUndefined();
    expect(text(dir, "src/a.ts.orphan")).toBe("mine\n");
  });

  test("is taken up again, byte for byte, when the manifest asks for it again", () => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "a\n")]);
    edit(dir, "src/a.ts", "mine\n");
    const before = readTree(dir);
    generate(dir, []);
    expect(generate(dir, [file("src/a.ts", "a\n")]).moved).toEqual([
      { from: "src/a.ts.orphan", to: "src/a.ts" },
    ]);
    expect(readTree(dir)).toEqual(before);
  });

  test("is forgotten when the developer deletes what was set aside", () => {
    const dir = testdir({});
    generate(dir, [file("src/a.ts", "a\n")]);
    edit(dir, "src/a.ts", "mine\n");
    generate(dir, []);
    rmSync(join(dir, "src/a.ts.orphan"));
    expect(generate(dir, []).kept).toEqual([]);
    expect(Object.keys(readTree(dir)).filter((path) => path.includes("a.ts"))).toEqual([]);
  });
});

describe("history", () => {
  const step = (path: string, content: string) => file(path, content, "history");

  test("is appended to: an edited step is neither refused nor deleted", () => {
    const dir = testdir({});
    generate(dir, [step("migrations/0000_initial.sql", "create;\n")]);
    edit(dir, "migrations/0000_initial.sql", "create; -- mine\n");
    expect(generate(dir, [step("migrations/0001_next.sql", "alter;\n")]).created).toEqual([
      "migrations/0001_next.sql",
    ]);
    expect(text(dir, "migrations/0000_initial.sql")).toBe("create; -- mine\n");
    expect(Object.keys(readTree(dir)).filter((path) => path.startsWith(".spire/base/"))).toEqual(
      [],
    );
  });

  test("moves along with what is renamed, once", () => {
    const dir = testdir({ "old/steps/1": "one\n", "old/steps/2": "two\n" });
    const moved = (name: string, content: string): RenderedFile => ({
      ...step(`new/steps/${name}`, content),
      renamedFrom: [`old/steps/${name}`],
    });
    const rendered = [moved("1", "one\n"), moved("2", "two\n"), step("new/steps/3", "three\n")];
    const { moved: moves, created } = generate(dir, rendered);
    expect(moves).toEqual([
      { from: "old/steps/1", to: "new/steps/1" },
      { from: "old/steps/2", to: "new/steps/2" },
    ]);
    expect(created).toEqual(["new/steps/3"]);
    expect(generate(dir, rendered).writes).toEqual([]);
  });
});

test.each(["../out.ts", "/etc/x", "src/../../x", ".git/config", "node_modules/x.js", "a\\b", ""])(
  "the path %j is refused",
  (path) => {
    expect(plan(testdir({}), [file(path, "x")]).refusals.map(({ reason }) => reason)).toEqual([
      "path",
    ]);
  },
);

test("two paths that differ only in case are refused", () => {
  const { refusals } = plan(testdir({}), [file("src/A.ts", "a"), file("src/a.ts", "b")]);
  expect(refusals[0]?.message).toContain("src/A.ts");
});

test("a project of a newer spire is refused in one sentence", () => {
  const dir = testdir({ ".spire/version.json": '{"generator":"99.0.0","language":1}' });
  const { refusals } = plan(dir, [file("src/a.ts", "a\n")]);
  expect(refusals.map(({ reason }) => reason)).toEqual(["newer"]);
});

const PATHS = ["src/a.ts", "src/apps/b.ts", "src/apps/c/d.ts", "README.md"];
const someText = fc.constantFrom("one\n", "two\n", "three\n");
const rendering = fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 0 }).chain((paths) =>
  fc.tuple(
    ...paths.map((path) =>
      fc.record({
        path: fc.constant(path),
        content: someText,
        tier: fc.constantFrom<Tier>("generated", "shared"),
      }),
    ),
  ),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant("generate" as const), rendered: rendering }),
  fc.record({
    kind: fc.constant("edit" as const),
    path: fc.constantFrom(...PATHS),
    text: fc.constantFrom("mine\n", "one\n", "two\n"),
  }),
);

test("whatever is edited and generated, no hand edit is lost and every run is idempotent", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const dir = testdir({ "src/apps/c/keep.txt": "" });
      for (const each of steps) {
        const before = readTree(dir);
        if (each.kind === "edit") {
          if (each.path in before) edit(dir, each.path, each.text);
          continue;
        }
        const result = generate(dir, each.rendered);
        const after = readTree(dir);
        if (result.refusals.length > 0) {
          expect(after).toEqual(before);
          continue;
        }
        const lost = Object.entries(before).filter(
          ([path, content]) =>
            content === "mine\n" &&
            ![after[path], after[`${path}.orphan`], after[path.replace(/\.orphan$/, "")]].includes(
              content,
            ),
        );
        expect(lost).toEqual([]);
        const again = plan(dir, each.rendered);
        expect([again.writes, again.deletes, again.refusals]).toEqual([[], [], []]);
      }
    }),
    { numRuns: 150 },
  );
});
