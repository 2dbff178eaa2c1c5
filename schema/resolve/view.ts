import type { ViewEntry } from "../manifest-index.ts";
import type { HandlerManifest, ViewManifest } from "../manifest.types.ts";
import type { Effect, Handler, Param, Protections, View } from "../project.ts";
import type { Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { type EffectPlace, type PlacedEffect, resolveEffect } from "./effects.ts";
import { resolveGuard, type Cascades } from "./guards.ts";
import { resolveLinks } from "./links.ts";
import { resolveNamedFields } from "./named-fields.ts";
import { limitedByFields, resolveParams } from "./params.ts";
import type { ViewBase } from "./views.ts";

/** What views are resolved with, and the effects found on the way, for the rules. */
export interface ViewContext extends Cascades {
  bases: ReadonlyMap<ViewEntry, ViewBase>;
  effects: PlacedEffect[];
}

/** The whole view; reports what its effects, handlers and links name that is not there. */
export function resolveView(context: ViewContext, base: ViewBase, report: Report): View {
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
    ...resolveNamedFields(base, report),
    // Known when the effects of all views are.
    closedFields: [],
    links: resolveLinks(context.index, context.bases, base, report),
    ...(kind.effect ? resolveAction(context, base, report) : { params: [], effect: null }),
    handlers: kind.handlers
      ? Object.entries(manifest.handlers ?? {}).map(([name, handler]) =>
          resolveHandler(context, base, name, handler, report),
        )
      : [],
    protections: protectionsOf(kind.writes ? manifest : {}),
    allow: { ...manifest.allow },
    renamedFrom: manifest.renamed_from ?? null,
  };
}

function resolveAction(
  context: ViewContext,
  { view, model, modelIsMissing, object, rowKey, guard }: ViewBase,
  report: Report,
): Pick<View, "params" | "effect"> {
  const { index } = context;
  const { app, path } = view;
  const params = resolveParams({ index, app, path }, view.manifest.params, report);
  const { effect } = view.manifest;
  if (!effect || modelIsMissing) return { params, effect: null };
  const row = rowKey === null ? (object?.model ?? null) : model;
  const place = {
    index,
    app,
    path: [...path, "effect"],
    params,
    row,
    rowHint: "Give the action's path the parameter `<int:pk>`.",
    object: object?.model ?? null,
    owner: object?.model ?? row,
    isPublic: guard?.kind === "public",
  };
  return noted(context, view.manifest.params, place, resolveEffect(effect, place, report));
}

/** Keeps an effect for the rules; its inputs are limited by what it writes them to. */
function noted(
  { effects }: ViewContext,
  written: HandlerManifest["params"],
  place: EffectPlace,
  placed: PlacedEffect | null,
): { params: Param[]; effect: Effect | null } {
  if (placed === null) return { params: place.params, effect: null };
  const params = limitedByFields(place.params, written, placed);
  effects.push({ ...placed, place: { ...place, params } });
  return { params, effect: placed.effect };
}

function resolveHandler(
  context: ViewContext,
  { view, object }: ViewBase,
  name: string,
  handler: HandlerManifest,
  report: Report,
): Handler {
  const { index } = context;
  const { app } = view;
  const path = [...view.path, "handlers", name];
  const params = resolveParams({ index, app, path }, handler.params, report);
  const place = {
    index,
    app,
    path: [...path, "effect"],
    params,
    row: object?.model ?? null,
    rowHint: "Give the live view an `object`.",
    object: object?.model ?? null,
    owner: object?.model ?? null,
    isPublic: false,
  };
  const guard =
    handler.permission === undefined
      ? null
      : resolveGuard(
          context,
          { app, row: object?.model ?? null, standard: null },
          handler.permission,
          [...path, "permission"],
          report,
        );
  return {
    name,
    guard: guard ?? { kind: "permission", requirement: { any: [] } },
    ...(handler.effect
      ? noted(context, handler.params, place, resolveEffect(handler.effect, place, report))
      : { params, effect: null }),
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
