import type { HTMLElement } from "node-html-parser";
import { expect } from "vitest";
import { NoRoom } from "#samples/sample-rows";
import { choose, isChoice, mayChoose } from "./inputs.ts";
import type { Control, Endpoint, Input, Visitor } from "./matrix.ts";
import { passes } from "./powers.ts";
import { columnOf, makeRow, type Place, rowIn, type Scene } from "./rows.ts";

/** A row or user that a control offers to a visitor, or must not. */
export interface Offer {
  input: string;
  id: number;
  isOffered: boolean;
}

/**
 * Makes what a control may offer: rows of the object that it leads to and of another one, each to those
 * alone who may choose them.
 *
 * @param door where the control leads
 */
export async function plantOffers(
  place: Place,
  control: Control,
  door: Endpoint,
  scene: Scene,
  visitor: Visitor,
): Promise<Offer[]> {
  const { object, input = {} } = door;
  const own = sceneOf(control, door, scene);
  const other = object && (await makeRow(place, object.model).catch(unlessFull));
  const foreign = object && other ? new Map(own).set(object.model, other) : null;
  const offers: Offer[] = [];
  for (const [name, value] of Object.entries(input)) {
    const source = sourceOf(place, door, value);
    if (source === null) continue;
    const add = async (at: Scene, isOffered: boolean) => {
      const id = await source.make(at).catch(unlessFull);
      if (id !== null) offers.push({ input: name, id: Number(id), isOffered });
    };
    await add(own, source.isFor(visitor));
    if (foreign && source.isTied) await add(foreign, false);
  }
  return offers;
}

/** What an input offers: how such a row is made, whether it is one of the object's, and for whom. */
interface Source {
  make(at: Scene): Promise<unknown>;
  isTied: boolean;
  isFor(visitor: Visitor): boolean;
}

function sourceOf(place: Place, door: Endpoint, input: Input): Source | null {
  if ("row" in input && "viewers" in input) {
    const { object, scope } = door;
    const field = scope?.model === input.row ? scope.field : undefined;
    return {
      make: async (at) => {
        const tie = object && field !== undefined ? rowIn(at, object.model) : undefined;
        const given = tie && field !== undefined ? { [columnOf(input.row, field)]: tie.id } : {};
        return (await makeRow(place, input.row, given)).id;
      },
      isTied: field !== undefined,
      isFor: (visitor) => passes(input.viewers, visitor),
    };
  }
  if (!isChoice(input)) return null;
  return {
    make: (at) => choose(place, input, at, door, undefined),
    isTied:
      "ref" in input
        ? input.within !== undefined
        : typeof input.offer === "object" && "members" in input.offer,
    isFor: (visitor) => mayChoose(input, visitor),
  };
}

/** A control that is written by hand may ask for a row in another way than by a list of them. */
export function expectOffers(element: HTMLElement, offers: readonly Offer[]): void {
  for (const { input, id, isOffered } of offers) {
    const list = element.querySelector(`select[name="${input}"]`);
    const found = list?.querySelector(`option[value="${id}"]`);
    if (list && isOffered) expect(found, `${input} offers ${id}`).not.toBeNull();
    if (!isOffered) expect(found ?? null, `${input} offers ${id}`).toBeNull();
  }
}

/** The rows that the door is about, which are those of the control. */
function sceneOf({ params = {} }: Control, { object }: Endpoint, scene: Scene): Scene {
  const named = object && params[object.key];
  if (!object || !named || !("field" in named)) return scene;
  const id = rowIn(scene, named.of)[columnOf(named.of, named.field)];
  return new Map(scene).set(object.model, { id: Number(id) });
}

function unlessFull(error: unknown): null {
  if (error instanceof NoRoom) return null;
  throw error;
}
