import { describe, expect, test } from "vitest";
import { ownLayout } from "../../support/own-layout.ts";
import { hasMarkers } from "../../../generators/project/conflict-markers.ts";
import { mergeFile, type MergeOptions } from "../../../generators/merge/merge-file.ts";
import { keepImports } from "../../../generators/typescript/code/keep-imports.ts";
import { readSource } from "../../../generators/typescript/guards/read-source.ts";

const OPTIONS: MergeOptions = {
  choice: null,
  markers: false,
  readSource,
  keepImports,
  layout: ownLayout,
};

const VIEW = `import { get, loginRequired, permissionRequired, post } from "../../../runtime/decorators.ts";
import { View } from "../../../runtime/view.ts";
import { NotePermission } from "../permissions.ts";

@loginRequired
export class NoteView extends View {
  @get("/notes/")
  @permissionRequired(NotePermission.ViewNote)
  show() {
    return this.redirect("/");
  }

  @post("/notes/")
  @permissionRequired(NotePermission.ChangeNote)
  save() {
    return this.redirect("/");
  }
}
`;

const PAGE = `import { noteUrls } from "../urls.ts";

export function NotePage({ perms, user, row }: Props) {
  return (
    <div>
      {perms.note.change_note && <a href={noteUrls.update(row.id)}>Edit</a>}
      <p>One</p>
      <p>Two</p>
      <p>Three</p>
    </div>
  );
}
`;

function merge(
  [base, ours, theirs]: readonly [base: string | string[], ours: string, theirs: string],
  options: Partial<MergeOptions> = {},
  path = "src/apps/shop/views/list.ts",
) {
  const bases = typeof base === "string" ? [base] : base;
  return mergeFile({ path, bases, ours, theirs }, { ...OPTIONS, ...options });
}

const LINES =
  "const a = 1;\nconst b = 2;\nconst c = 3;\nconst d = 4;\nconst e = 5;\nconst f = 6;\n";

describe("changes in different places", () => {
  test("are both in the merged text", async () => {
    const ours = LINES.replace("a = 1", "a = 10");
    const theirs = LINES.replace("d = 4", "d = 40");
    expect(await merge([LINES, ours, theirs])).toEqual({
      text: LINES.replace("a = 1", "a = 10").replace("d = 4", "d = 40"),
      conflicts: [],
      marked: false,
    });
  });

  test("are merged in a text with Windows line endings, which it keeps", async () => {
    const ours = LINES.replace("a = 1", "a = 10").replaceAll("\n", "\r\n");
    const { text } = await merge([LINES, ours, LINES.replace("d = 4", "d = 40")]);
    expect(text).toBe(ours.replace("d = 4", "d = 40"));
  });

  test("are merged although the developer formatted the text differently", async () => {
    const base = 'const a = "one";\nconst b = "two";\nconst c = "three";\nconst d = "four";\n';
    const ours = base.replaceAll('"', "'").replaceAll(";", "").replace("'one'", "'uno'");
    const { text, conflicts } = await merge([base, ours, base.replace('"four"', '"quattro"')]);
    expect(conflicts).toEqual([]);
    expect(text).toBe(base.replace("one", "uno").replace("four", "quattro"));
  });

  test("are merged although an object was broken over lines, which a formatter then keeps", async () => {
    const base = "const a = 1;\nconst b = 2;\ncall({ one: 1, two: 2, three: 3 });\n";
    const broken = base.replace(
      "{ one: 1, two: 2, three: 3 }",
      "{\n  one: 1,\n  two: 2,\n  three: 3,\n}",
    );
    const ours = broken.replace("a = 1", "a = 10");
    const theirs = base.replace("three: 3", "four: 4");
    const { text, conflicts } = await merge([base, ours, theirs]);
    expect(conflicts).toEqual([]);
    expect(text).toBe(theirs.replace("a = 1", "a = 10"));
  });

  test("are laid out anew where the merged text needs it, and only if the developer's was", async () => {
    const base =
      "call(\n  one_very_long_name_of_something,\n  another_very_long_name_of_something_else,\n  a_third_name_that_is_long,\n);\na();\n";
    const theirs = base.replace("  a_third_name_that_is_long,\n", "");
    const joined =
      "call(one_very_long_name_of_something, another_very_long_name_of_something_else);\n";
    const clean = await merge([base, base.replace("a();", "b();"), theirs]);
    expect(clean.text).toBe(`${joined}b();\n`);
    const own = await merge([base, base.replace("a();", "b( )"), theirs]);
    expect(own.text).toBe(theirs.replace("a();", "b( )"));
  });

  test("are merged without formatting when the developer's text does not parse", async () => {
    const ours = `${LINES}const = ;\n`;
    const { text, conflicts } = await merge([LINES, ours, LINES.replace("a = 1", "a = 10")]);
    expect(conflicts).toEqual([]);
    expect(text).toBe(ours.replace("a = 1", "a = 10"));
  });
});

describe("changes in one place", () => {
  const ours = LINES.replace("b = 2", "b = 20");
  const theirs = LINES.replace("b = 2", "b = 200");

  test("are a conflict with the lines of all three, and the text stays the developer's", async () => {
    const { text, conflicts } = await merge([LINES, ours, theirs]);
    expect(text).toBe(ours);
    expect(conflicts).toMatchObject([
      {
        kind: "lines",
        hunk: {
          line: 2,
          ours: ["const b = 20;"],
          base: ["const b = 2;"],
          theirs: ["const b = 200;"],
        },
      },
    ]);
  });

  test("are written between git's markers with the base, when that is asked for", async () => {
    const { text, marked, conflicts } = await merge([LINES, ours, theirs], { markers: true });
    expect([marked, conflicts.length, hasMarkers(text)]).toEqual([true, 1, true]);
    expect(text).toContain(
      "<<<<<<< yours\nconst b = 20;\n||||||| written last\nconst b = 2;\n=======\n" +
        "const b = 200;\n>>>>>>> generated now\n",
    );
  });

  test.each([
    ["ours", "b = 20;"],
    ["theirs", "b = 200;"],
  ] as const)("go to the side that is named: %s", async (choice, line) => {
    const both = theirs.replace("d = 4", "d = 40");
    const { text, conflicts } = await merge([LINES, ours.replace("f = 6", "f = 60"), both], {
      choice,
    });
    expect(conflicts).toEqual([]);
    expect([text.includes(line), text.includes("f = 60"), text.includes("d = 40")]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("are no conflict when both did the same", async () => {
    expect((await merge([LINES, ours, ours])).conflicts).toEqual([]);
  });
});

describe("lines that both added in one place", () => {
  const added = (line: string) => LINES.replace("const c", `${line}\nconst c`);
  const [ours, theirs] = [added("const mine = 1;"), added("const own = 2;")];

  test("are a conflict, of which it is said that nothing else was touched", async () => {
    const { text, conflicts } = await merge([LINES, ours, theirs]);
    expect(text).toBe(ours);
    expect(conflicts.map(({ message }) => message)).toEqual(["both added lines at line 3"]);
  });

  test("are both kept when that is asked for, the developer's first", async () => {
    const { text, conflicts } = await merge([LINES, ours, theirs], { choice: "both" });
    expect(conflicts).toEqual([]);
    expect(text).toBe(added("const mine = 1;\nconst own = 2;"));
  });

  test("are not both kept where a line was changed too, or the base is not known", async () => {
    const changed = LINES.replace("const c = 3;", "const own = 2;\nconst c = 30;");
    const other = LINES.replace("const c = 3;", "const mine = 1;\nconst c = 31;");
    const merged = await merge([LINES, other, changed], { choice: "both" });
    expect([merged.text, merged.conflicts.length]).toEqual([other, 1]);
    const unknown = await merge([[], "mine\n", "theirs\n"], { choice: "both" }, "a.md");
    expect([unknown.text, unknown.conflicts.length]).toEqual(["mine\n", 1]);
  });

  test("are not both kept where they would not compile together", async () => {
    const [first, second] = [added("const same = 1;"), added("const same = 2;")];
    const merged = await merge([LINES, first, second], { choice: "both" });
    expect(merged.text).toBe(first);
    expect(merged.conflicts.map(({ kind }) => kind)).toEqual(["syntax"]);
  });
});

test("without a base everything that differs is a conflict", async () => {
  expect((await merge([[], "mine\n", "theirs\n"], {}, "a.md")).conflicts).toHaveLength(1);
});

test("of two bases the one is taken that leaves no conflict", async () => {
  const one = LINES.replace("b = 2", "b = 20");
  const two = LINES.replace("d = 4", "d = 40");
  const both = one.replace("d = 4", "d = 40");
  const { text, conflicts } = await merge([[one, two], `${both}// mine\n`, both]);
  expect([text, conflicts]).toEqual([`${both}// mine\n`, []]);
});

test("a merge that declares a name twice is a conflict", async () => {
  const ours = LINES.replace("const a = 1;\n", "const a = 1;\nconst z = 0;\n");
  const { conflicts } = await merge([LINES, ours, `${LINES}const z = 26;\n`]);
  expect(conflicts.map(({ kind }) => kind)).toEqual(["syntax"]);
});

describe("guards", () => {
  const wider = VIEW.replace("  save() {\n    return", "  save() {\n    // new\n    return");

  test("that a hand edit left alone are no conflict", async () => {
    const ours = VIEW.replace("  show() {\n", "  show() {\n    // mine\n");
    const { text, conflicts } = await merge([VIEW, ours, wider]);
    expect(conflicts).toEqual([]);
    expect([text.includes("// mine"), text.includes("// new")]).toEqual([true, true]);
  });

  test.each([
    ["lost", "  @permissionRequired(NotePermission.ViewNote)\n", ""],
    ["changed", "NotePermission.ViewNote", "NotePermission.ChangeNote"],
    [
      "in another order",
      '  @get("/notes/")\n  @permissionRequired(NotePermission.ViewNote)\n',
      '  @permissionRequired(NotePermission.ViewNote)\n  @get("/notes/")\n',
    ],
    ["of the class lost", "@loginRequired\n", ""],
    [
      "imported as another",
      "loginRequired, permissionRequired",
      "loginRequired, loginIsEnough as permissionRequired",
    ],
  ])("that are %s make a clean merge a conflict", async (_, from, to) => {
    const ours = VIEW.replace(from, to);
    expect(ours).not.toBe(VIEW);
    const { text, conflicts } = await merge([VIEW, ours, wider]);
    expect(conflicts.map(({ kind }) => kind)).toContain("guard");
    expect(text).toBe(ours);
    const marked = await merge([VIEW, ours, wider], { markers: true });
    expect([marked.marked, hasMarkers(marked.text)]).toEqual([true, true]);
    expect((await merge([VIEW, ours, wider], { choice: "theirs" })).text).toBe(wider);
  });

  test("that are written with other quotes are the same", async () => {
    const ours = VIEW.replaceAll('"', "'").replace("  show() {\n", "  show() {\n    // mine\n");
    expect((await merge([VIEW, ours, wider])).conflicts).toEqual([]);
  });

  test("of a method that the developer added are the developer's", async () => {
    const ours = VIEW.replace(
      '  @post("/notes/")',
      '  @get("/mine/")\n  @permissionRequired(NotePermission.ViewNote)\n  mine() {}\n\n  @post("/notes/")',
    );
    expect((await merge([VIEW, ours, wider])).conflicts).toEqual([]);
  });

  test("around a control are a conflict when another condition stands there", async () => {
    const ours = PAGE.replace("perms.note.change_note && ", "user && ");
    const theirs = PAGE.replace("Three", "Four");
    const { conflicts } = await merge([PAGE, ours, theirs], {}, "src/a.tsx");
    expect(conflicts.map(({ kind, message }) => [kind, message])).toEqual([
      [
        "guard",
        "the control noteUrls.update must stand behind perms.note.change_note, " +
          "and would stand behind user",
      ],
    ]);
  });

  test("around a control may be joined by more conditions", async () => {
    const ours = PAGE.replace("change_note && ", "change_note && row.is_open && ");
    const theirs = PAGE.replace("Three", "Four");
    expect((await merge([PAGE, ours, theirs], {}, "src/a.tsx")).conflicts).toEqual([]);
  });

  test("that cannot be read are a conflict", async () => {
    const ours = `${VIEW}const = ;\n`;
    expect((await merge([VIEW, ours, wider])).conflicts.map(({ kind }) => kind)).toEqual(["guard"]);
  });
});
