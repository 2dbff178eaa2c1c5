import type { OwnedView } from "../../screens/screen.ts";
import { urlsFile } from "./files.ts";
import type { Imports } from "./imports.ts";
import { urlsObject } from "./names.ts";

/** `inventoryUrls.update`, which says the path to the view and to all that leads there. */
export function pathCode(imports: Imports, { app, view }: OwnedView): string {
  imports.named(urlsFile(app), urlsObject(app.label));
  return `${urlsObject(app.label)}.${view.name}`;
}

/**
 * An address, `inventoryUrls.update(row.id)`.
 *
 * @param values code of the path's parameters; "" where it has none
 */
export function urlCode(imports: Imports, to: OwnedView, values: string): string {
  return `${pathCode(imports, to)}(${values})`;
}
