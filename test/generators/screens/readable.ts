import { FreeText } from "../../../generators/render/free-text.ts";
import { screensOf } from "../../../generators/screens/screens.ts";
import type { App } from "../../../schema/project.ts";
import { indexed } from "../fixture-project.ts";

/**
 * A screen, or a part of one, in few words: free text as the string that it holds, and what the
 * project has a name for as that name: apps, views, models and fields. Of a reference what it points
 * to; who sees it is for `references.test.ts`.
 */
export function readable(value: unknown): unknown {
  if (value instanceof FreeText) return FreeText.unwrap(value);
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== "object") return value;
  if ("segments" in value && "id" in value) return value.id;
  if ("views" in value && "label" in value) return value.label;
  if ("relatedName" in value && "name" in value) return value.name;
  if ("uniqueTogether" in value && "name" in value) return value.name;
  if ("model" in value && Object.keys(value).join() === "label,model") return value.model;
  if ("labelField" in value && "to" in value && "field" in value) {
    const { field, to, labelField } = value;
    return { field: readable(field), to: readable(to), labelField };
  }
  if ("owner" in value && "field" in value) {
    const { owner: _, ...shown } = value;
    return readable(shown);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, readable(member)]));
}

/** The screen of one view, in few words. */
export function screenOf(id: string, ...apps: App[]): Record<string, unknown> {
  const screens = screensOf(indexed(...apps)).apps.flatMap(({ views }) => views);
  const screen = screens.find(({ view }) => view.id === id);
  return readable(screen) as Record<string, unknown>;
}
