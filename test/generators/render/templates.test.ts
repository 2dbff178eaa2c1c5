import { expect, test } from "vitest";
import { openTemplates } from "../../../generators/render/templates.ts";
import { testdir } from "../../support/testdir.ts";

test("templates share partials, which see the names of the template and frame its block", () => {
  const folder = testdir({
    "partials/frame.hbs": "begin {{name}}\n{{> @partial-block}}\nend\n",
    "partials/item.hbs": "- {{name}}\n",
    "list.hbs": "{{#> frame}}\n{{#each items}}\n{{> item}}\n{{/each}}\n{{/frame}}\n",
  });
  const context = { name: "all", items: [{ name: "one" }, { name: "two" }] };
  expect(openTemplates(folder, {}).render("list.hbs", context)).toBe(
    "begin all\n- one\n- two\nend\n",
  );
});

test("a partial that uses a name which the context does not have fails as its template", () => {
  const folder = testdir({
    "partials/wrong.hbs": "{{nowhere}}",
    "page.hbs": "{{> wrong}}",
  });
  expect(() => openTemplates(folder, {}).render("page.hbs", {})).toThrow(
    /^template page\.hbs: .*nowhere/,
  );
});
