import fc from "fast-check";
import { expect, test } from "vitest";
import { inImportOrder } from "../../../../generators/typescript/code/import-order.ts";
import { Imports } from "../../../../generators/typescript/code/imports.ts";

const name = fc.stringMatching(/^[a-z]{1,6}$/);
const module = fc.oneof(
  name,
  name.map((each) => `src/runtime/${each}.ts`),
  name.map((each) => `src/apps/shop/${each}.ts`),
  name.map((each) => `src/apps/bill/views/${each}.ts`),
);

test("what is generated is in order, and whatever was mixed up gets into it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(module, name)), fc.infiniteStream(fc.nat()), (used, chance) => {
      const imports = new Imports("src/apps/shop/views/list.ts");
      for (const [from, each] of used) imports.named(from, each);
      const code = imports.toString().replace(/.$/, "$&\n");
      expect(inImportOrder(code)).toBe(code);
      const mixed = code
        .split(/(?<=\n)/)
        .map((line) => [chance.next().value, line] as const)
        .toSorted(([one], [other]) => one - other);
      expect(inImportOrder(mixed.map(([, line]) => line).join(""))).toBe(code);
    }),
  );
});

test.each([
  ["one for its effect", 'import "./metadata.ts";\n'],
  ["a comment", "// the rest is ours\n"],
])("imports with %s among them stay as they are", (_what, between) => {
  const text = `import { b } from "./b.ts";\n${between}import { a } from "./a.ts";\n\nb(a);\n`;
  expect(inImportOrder(text)).toBe(text);
});
