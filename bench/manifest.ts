/**
 * A manifest with `count` apps of the usual size: one model with four fields, a special permission
 * and six views; every fourth app is a sub-app that cascades from the one before it.
 */
export function manifestOf(count: number): string {
  const lines = ["spire: 1", "project: { name: bench, target: typescript }", "apps:"];
  for (let i = 0; i < count; i++) {
    const isChild = i % 4 === 3;
    const pad = isChild ? "      " : "  ";
    if (isChild) lines.push("    apps:");
    lines.push(...app(i, isChild ? i - 1 : i).map((line) => pad + line));
  }
  return `${lines.join("\n")}\n`;
}

/** @param owner the app whose permissions guard it: itself, or the one it cascades from */
function app(i: number, owner: number): string[] {
  return [
    `app_${i}:`,
    `  label: app_${i}`,
    "  models:",
    `    Thing${i}:`,
    "      fields:",
    "        name: { type: string, max_length: 120 }",
    "        quantity: { type: integer, default: 0 }",
    "        note: { type: text, null: true }",
    "        is_locked: boolean",
    ...(i === owner ? [`      permissions: { can_lock_thing${i}: Can lock it }`] : []),
    "  views:",
    "    list: { kind: list, links: [create, detail] }",
    "    detail: { kind: detail, links: [update, delete, lock] }",
    "    create: { kind: create }",
    "    update: { kind: update }",
    "    delete: { kind: delete }",
    "    lock:",
    `      { kind: action, permission: app_${owner}.can_lock_thing${owner}, effect: { toggle: is_locked } }`,
  ];
}
