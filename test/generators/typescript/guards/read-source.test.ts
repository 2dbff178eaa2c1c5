import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardChanges } from "../../../../generators/merge/guards.ts";
import { Imports } from "../../../../generators/typescript/code/imports.ts";
import type { Scope } from "../../../../generators/typescript/code/scope.ts";
import { ASKED } from "../../../../generators/typescript/guards/forms.ts";
import { guardCondition, guardDecorator } from "../../../../generators/typescript/guards/guards.ts";
import { readSource } from "../../../../generators/typescript/guards/read-source.ts";
import type { Guard } from "../../../../schema/project.ts";
import { guard, NAMES, permsOf } from "./random-guards.ts";

/** A view's file in which a method bears the guard, as the target writes it. */
function viewWith(written: Guard): { decorator: string; text: string } {
  const imports = new Imports("src/apps/shop/views/open.ts");
  const project = {
    permission: (name: string) => {
      const [label = "", codename = ""] = name.split(".");
      return {
        app: { label, path: [label] },
        model: { name: "Item" },
        permission: { codename, action: null },
      };
    },
  };
  const decorator = guardDecorator({ imports, project } as unknown as Scope, written);
  const text = `${imports.toString()}\nexport class OpenView {\n  ${decorator}\n  show() {}\n}\n`;
  return { decorator, text };
}

/** A page on which a link stands behind the guard. */
function pageWith(written: Guard): string {
  const condition = guardCondition(written)?.code;
  const link = "<a href={shopUrls.open()}>Open</a>";
  const child = condition === undefined ? link : `{${condition} && ${link}}`;
  return `export const OpenPage = ({ perms, user }: Props) => <p>${child}</p>;\n`;
}

function guardsIn(path: string, text: string) {
  const source = readSource(path, text);
  expect(source?.errors).toEqual([]);
  return source?.guards ?? { classes: new Map(), controls: new Map() };
}

/** To which of all possible visitors a page shows what stands behind the guard. */
function shownTo(written: Guard): boolean[] {
  const evaluate = new Function(
    "perms",
    "user",
    `return ${guardCondition(written)?.code ?? "true"};`,
  );
  const sets = NAMES.reduce<string[][]>(
    (all, name) => [...all, ...all.map((set) => [...set, name])],
    [[]],
  );
  const users = sets.map((set) => Boolean(evaluate(permsOf(new Set(set)), {})));
  return [...users, Boolean(evaluate(permsOf(new Set()), null))];
}

describe("the merge check", () => {
  test("finds every guard that can be written, as it is written", () => {
    fc.assert(
      fc.property(guard, (written) => {
        const { decorator, text } = viewWith(written);
        expect(guardsIn("src/apps/shop/views/open.ts", text).classes).toEqual(
          new Map([["OpenView.show", [decorator.replaceAll(" ", "")]]]),
        );
        const found = guardsIn("open.tsx", pageWith(written)).controls.get("shopUrls.open");
        expect(found).toHaveLength(1);
        expect(found?.[0] === "").toBe(guardCondition(written) === null);
      }),
      { verbose: true },
    );
  });

  test("sees that a control has come behind another guard, unless that lets in the same", () => {
    fc.assert(
      fc.property(guard, guard, (before, after) => {
        const theirs = guardsIn("open.tsx", pageWith(before));
        const merged = guardsIn("open.tsx", pageWith(after));
        const changes = guardChanges(merged, { base: null, ours: theirs, theirs });
        if (changes.length === 0) expect(shownTo(after)).toEqual(shownTo(before));
      }),
      { verbose: true },
    );
  });

  test.each(Object.values(ASKED).filter((name) => name !== null))(
    "takes what asks `%s` for a guard, and what asks another thing of that name for none",
    (name) => {
      const page = (condition: string) =>
        `export const P = (x: Props) => <p>{${condition} && <a href={shopUrls.open()}>Open</a>}</p>;`;
      const read = (condition: string) =>
        guardsIn("p.tsx", page(condition)).controls.get("shopUrls.open");
      expect(read(`${name}.yes`)).toEqual([`${name}.yes`]);
      expect(read(`row.${name}`)).toEqual([""]);
    },
  );
});

test.each([
  ["by path", "../../../runtime/decorators.ts", true],
  ["by its place below src/", "#runtime/decorators", true],
  ["from a folder of one's own", "../../../mine/runtime/decorators.ts", false],
  ["from a folder of one's own below src/", "#mine/runtime/decorators", false],
  ["from a package", "runtime/decorators", false],
])(
  "a guard that is imported %s is one of the runtime's only if it is there",
  (_, from, isGuard) => {
    const text = `import { loginRequired } from "${from}";\n@loginRequired\nexport class OpenView {}\n`;
    const { classes } = guardsIn("src/apps/shop/views/open.ts", text);
    expect(classes.get("OpenView")).toEqual(isGuard ? ["@loginRequired"] : undefined);
  },
);

describe("a path in a decorator", () => {
  const VIEW = `import { get, loginIsEnough } from "../../../runtime/decorators.ts";
import { shopUrls } from "../urls.ts";
export class OpenView {
  @get(shopUrls.open)
  @loginIsEnough()
  show() {}
}
`;
  const guardOf = (text: string) =>
    guardsIn("src/apps/shop/views/open.ts", text).classes.get("OpenView.show");
  const wanted = guardOf(VIEW);

  test("is named by the urls.ts that says it", () => {
    expect(wanted).toEqual(["@get(shopUrls.open of src/apps/shop/urls.ts) @loginIsEnough()"]);
  });

  test.each([
    ["under another name", "{ shopUrls }", "{ shopUrls as paths }", "paths.open"],
    ["by a key in quotes", "{ shopUrls }", "{ shopUrls }", 'shopUrls["open"]'],
    ["on lines of its own", "{ shopUrls }", "{ shopUrls }", "\n    shopUrls.open,\n  "],
    ["from the compiled module", '"../urls.ts"', '"../urls.js"', "shopUrls.open"],
    ["by its place below src/", '"../urls.ts"', '"#apps/shop/urls"', "shopUrls.open"],
    ["by that with an ending", '"../urls.ts"', '"#apps/shop/urls.ts"', "shopUrls.open"],
  ])("is the same one %s", (_, from, to, code) => {
    expect(guardOf(VIEW.replace(from, to).replace("(shopUrls.open)", `(${code})`))).toEqual(wanted);
  });

  test.each([
    ["is text", "(shopUrls.open)", '("/shop/open/")'],
    ["is worked out", "(shopUrls.open)", "(shopUrls[name])"],
    ["is another view's", "(shopUrls.open)", "(shopUrls.close)"],
    ["is taken apart", "(shopUrls.open)", "({ ...shopUrls.open, pattern: '/' })"],
    ["is another app's", '"../urls.ts"', '"../../other/urls.ts"'],
    ["is another app's of the same folder name", '"../urls.ts"', '"#apps/other/shop/urls"'],
    ["stands in a folder of one's own", '"../urls.ts"', '"../../../mine/shop/urls.ts"'],
    ["comes from another module", '"../urls.ts"', '"../mine.ts"'],
    ["is another one of its urls.ts", "{ shopUrls }", "{ mineUrls as shopUrls }"],
    [
      "is the view's own",
      'import { shopUrls } from "../urls.ts"',
      "const shopUrls = { open: '/' }",
    ],
    ["has the name of a parameter", "export class", "export const of = (shopUrls) => class"],
    [
      "has the name of what a function declares",
      "export class",
      "function mine() { const shopUrls = {}; }\nexport class",
    ],
  ])("is another one when it %s", (_, from, to) => {
    const changed = VIEW.replace(from, to);
    expect(changed).not.toBe(VIEW);
    expect(guardOf(changed)).not.toEqual(wanted);
  });

  test("is a conflict when a merge has another one", () => {
    const theirs = guardsIn("src/apps/shop/views/open.ts", VIEW);
    const merged = guardsIn(
      "src/apps/shop/views/open.ts",
      VIEW.replace('"../urls.ts"', '"../mine.ts"'),
    );
    expect(guardChanges(merged, { base: theirs, ours: merged, theirs })).toEqual([
      "OpenView.show must bear @get(shopUrls.open of src/apps/shop/urls.ts) @loginIsEnough(), " +
        "and would bear @get(shopUrls.open) @loginIsEnough()",
    ]);
  });
});
