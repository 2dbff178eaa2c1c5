import { type Node, visitorKeys } from "oxc-parser";

/** A node of a source with those around it. */
export interface Place {
  node: Node;
  /** null: there is none. */
  above: Place | null;
}

/** Every node in a source or a part of it, from outside inwards. */
export function* placesIn(node: Node, above: Place | null = null): Generator<Place> {
  const place = { node, above };
  yield place;
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | null | (Node | null)[]>)[key];
    for (const each of [child].flat()) if (each) yield* placesIn(each, place);
  }
}
