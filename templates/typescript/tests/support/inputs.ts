import { eq, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as auth from "#database/tables";
import { referencesOf } from "#rows/table-facts";
import { freshOrOldRow, type Row } from "#samples/sample-rows";
import type { Choice, Endpoint, Input, Offer, Tie, Visitor } from "./matrix.ts";
import { passes } from "./powers.ts";
import { isForm, type Place, rowIn, rowTying, type Scene, tableOf } from "./rows.ts";
import { inputSample, rowSample } from "./samples.ts";

/**
 * A form's or event's values, by column; rows are given by their id.
 *
 * @param visitor who sends them; unsaid: somebody who may view everything
 */
export async function fillInput(
  stage: Place,
  endpoint: Endpoint,
  scene: Scene,
  visitor?: Visitor,
): Promise<Record<string, unknown>> {
  const filled: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(endpoint.input ?? {})) {
    if ("value" in value) filled[name] = value.value;
    else if ("row" in value) filled[name] = rowIn(scene, value.row).id;
    else if ("field" in value) throw new Error("Only a path is filled from a row's reference.");
    else {
      const chosen = await choose(stage, value, scene, endpoint, visitor);
      filled[isForm(endpoint) ? `${name}_id` : name] = chosen;
    }
  }
  return { ...filled, ...inputSample(endpoint) };
}

/** Is what the input names a row or user that somebody has to be allowed to choose? */
export function isChoice(input: Input): input is Choice {
  return "ref" in input || "user" in input;
}

/** Does the form, action or event offer any such row to the visitor? */
export function mayChoose(choice: Choice, visitor: Visitor): boolean {
  return "ref" in choice ? passes(choice.viewers, visitor) : choice.offer !== "nobody";
}

/** The endpoint takes a row that the visitor may not choose, and nothing in its place. */
export function lacksChoice(endpoint: Endpoint, visitor: Visitor): boolean {
  const isLacking = Object.values(endpoint.input ?? {}).some(
    (value) => isChoice(value) && !value.otherwise && !mayChoose(value, visitor),
  );
  return isLacking || lacksRow(endpoint, visitor);
}

/** The row that is to be deleted is chosen among those that the visitor may view, and is none. */
export function lacksRow({ input = {} }: Endpoint, visitor: Visitor): boolean {
  return Object.values(input).some(
    (value) => "row" in value && "viewers" in value && !passes(value.viewers, visitor),
  );
}

/** What a visitor sends for it: a fresh id, or what is taken of those who may choose nothing. */
export async function choose(
  place: Place,
  choice: Choice,
  scene: Scene,
  { object }: Endpoint,
  visitor: Visitor | undefined,
): Promise<unknown> {
  if (choice.otherwise && visitor && !mayChoose(choice, visitor)) {
    return choice.otherwise === "unchanged" ? "unchanged" : null;
  }
  const objectId = object ? rowIn(scene, object.model).id : 0;
  const { id } =
    "ref" in choice
      ? await rowWithin(place, tableOf(choice.ref), choice.within, objectId, rowSample(choice.ref))
      : await userOffered(place, choice.offer, objectId);
  return id;
}

/** A row that belongs to the object as the tie says. */
export async function rowWithin(
  place: Place,
  table: PgTable,
  tie: Tie | undefined,
  objectId: number,
  given: Record<string, unknown> = {},
): Promise<{ id: number }> {
  if (tie === "object") return { id: objectId };
  const values: Record<string, unknown> = { ...given };
  for (const [field, next] of Object.entries(tie ?? {})) {
    const target = referencesOf(table).get(`${field}_id`);
    if (!target) throw new Error(`${getTableName(table)} has no reference ${field}.`);
    values[`${field}_id`] = (await rowWithin(place, target, next, objectId)).id;
  }
  return freshOrOldRow(place.db, table, values);
}

/** A user who may be chosen there; where nobody is, one like any other. */
async function userOffered(place: Place, offer: Offer, objectId: number): Promise<Row> {
  const user = await freshOrOldRow(place.db, auth.User);
  if (typeof offer === "string") return user;
  if ("members" in offer) {
    await rowTying(place, offer.members, user.id).add(offer.members.object, objectId);
    return user;
  }
  const { id, name } = auth.Group;
  const groups = await place.db
    .select({ id: id as PgColumn })
    .from(auth.Group)
    .where(eq(name, offer.role));
  for (const group of groups) {
    await place.db
      .insert(auth.UserGroup)
      .values({ user_id: user.id, group_id: group.id as number });
  }
  return user;
}
