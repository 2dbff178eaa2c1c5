import type { ManifestIndex, ViewEntry } from "../manifest-index.ts";
import type { HandlerManifest, ViewManifest } from "../manifest.types.ts";
import type { Handler, Protections, View } from "../project.ts";
import type { Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { resolveEffect } from "./effects.ts";
import { resolveGuard, type Cascades } from "./guards.ts";
import { resolveLinks } from "./links.ts";
import { resolveParams } from "./params.ts";
import type { ViewBase } from "./views.ts";

/** The whole view; reports what is wrong with its effect, handlers and links. */
export function resolveView(
  cascades: Cascades,
  bases: ReadonlyMap<ViewEntry, ViewBase>,
  base: ViewBase,
  report: Report,
): View {
  const { view, object } = base;
  const { manifest } = view;
  const kind = VIEW_KINDS[manifest.kind];
  return {
    name: view.name,
    id: view.id,
    kind: manifest.kind,
    path: base.path,
    segments: base.segments ?? [],
    model: base.model?.ref ?? null,
    // Never read: a guard that could not be resolved is an error, and then there is no Project.
    guard: base.guard ?? { kind: "permission", requirement: { any: [] } },
    object: object && { model: object.model.ref, key: object.key },
    member: base.member,
    rowKey: base.rowKey,
    scopeField: base.scopeField,
    links: resolveLinks(cascades.index, bases, base, report),
    ...(kind.effect ? resolveAction(cascades.index, base, report) : { params: [], effect: null }),
    handlers: kind.handlers
      ? Object.entries(manifest.handlers ?? {}).map(([name, handler]) =>
          resolveHandler(cascades, base, name, handler, report),
        )
      : [],
    protections: protectionsOf(kind.effect ? manifest : {}),
    allow: { ...manifest.allow },
    renamedFrom: manifest.renamed_from ?? null,
  };
}

function resolveAction(
  index: ManifestIndex,
  { view, model, modelIsMissing, object, rowKey }: ViewBase,
  report: Report,
): Pick<View, "params" | "effect"> {
  const params = resolveParams(view.manifest.params, [...view.path, "params"], report);
  const { effect } = view.manifest;
  if (!effect || modelIsMissing) return { params, effect: null };
  const row = rowKey === null ? (object?.model ?? null) : model;
  const place = {
    index,
    app: view.app,
    path: [...view.path, "effect"],
    params,
    row,
    rowHint: "Give the action's path the parameter `<int:pk>`.",
    object: object?.model ?? row,
  };
  return { params, effect: resolveEffect(effect, place, report) };
}

function resolveHandler(
  cascades: Cascades,
  { view, object }: ViewBase,
  name: string,
  handler: HandlerManifest,
  report: Report,
): Handler {
  const path = [...view.path, "handlers", name];
  const params = resolveParams(handler.params, [...path, "params"], report);
  const place = {
    index: cascades.index,
    app: view.app,
    path: [...path, "effect"],
    params,
    row: object?.model ?? null,
    rowHint: "Give the live view an `object`.",
    object: object?.model ?? null,
  };
  if (handler.permission === undefined) {
    report("SP206", path, `The event \`${name}\` names no permission.`, {
      hint: "Add `permission:` and a codename, or `none` if opening the page is enough.",
      at: "key",
    });
  }
  const guard =
    handler.permission === undefined
      ? null
      : resolveGuard(cascades, view.app, handler.permission, [...path, "permission"], report);
  return {
    name,
    guard: guard ?? { kind: "permission", requirement: { any: [] } },
    params,
    effect: handler.effect ? resolveEffect(handler.effect, place, report) : null,
    protections: protectionsOf(handler),
    renamedFrom: handler.renamed_from ?? null,
  };
}

function protectionsOf(
  manifest: Pick<ViewManifest | HandlerManifest, "rate_limit" | "audit" | "confirm_password">,
): Protections {
  const { rate_limit: limit } = manifest;
  return {
    rateLimit: limit ? { maxCalls: limit.max_calls, perSeconds: limit.per_seconds } : null,
    audit: manifest.audit ?? false,
    confirmPassword: manifest.confirm_password ?? false,
  };
}
