/** `inventory_record` → `InventoryRecord`. A PascalCase name stays as it is. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
