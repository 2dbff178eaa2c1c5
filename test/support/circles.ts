/**
 * The largest sets of nodes that all lead to each other (Tarjan, "Depth-first search and linear
 * graph algorithms", 1972), each sorted.
 */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const open: string[] = [];
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;

  /** Returns the first file on the way here, by its number, that leads back to this one. */
  function visit(file: string): number {
    const number = order.size;
    order.set(file, number);
    open.push(file);
    let lowest = number;
    for (const target of graph.get(file) ?? []) {
      const seen = order.get(target);
      if (seen === undefined) lowest = Math.min(lowest, visit(target));
      else if (open.includes(target)) lowest = Math.min(lowest, seen);
    }
    if (lowest < number) return lowest;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle.toSorted());
    return lowest;
  }
}
