import { expect, test } from "vitest";
import { Imports } from "../../../../generators/typescript/code/imports.ts";

test("imports are printed once each, packages first, then from far to near", () => {
  const imports = new Imports("src/apps/shop/views/list.ts");
  imports.namespace("src/apps/shop/models.ts", "* as models");
  imports.namespace("src/apps/shop/models.ts", "* as models");
  imports.named("src/apps/shop/templates/list.tsx", "ShopListPage");
  imports.named("src/rows/rows.ts", "labelsOf");
  imports.types("src/rows/rows.ts", "Labels");
  imports.types("src/runtime/page.ts", "PageProps");
  imports.named("drizzle-orm", "eq", "and");
  imports.named("drizzle-orm", "eq");
  imports.named("src/apps/shop/views/detail.ts", "near");
  imports.named("src/apps/shop/stock/urls.ts", "stockUrls");
  expect(imports.toString().split("\n")).toEqual([
    'import { and, eq } from "drizzle-orm";',
    'import { labelsOf, type Labels } from "#rows/rows";',
    'import type { PageProps } from "#runtime/page";',
    'import { stockUrls } from "#apps/shop/stock/urls";',
    'import * as models from "../models.ts";',
    'import { ShopListPage } from "../templates/list.tsx";',
    'import { near } from "./detail.ts";',
  ]);
});
