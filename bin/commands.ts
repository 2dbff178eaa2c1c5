import type { CommandGroup } from "./command.ts";
import { schemaCommand } from "./commands/schema.ts";

/** Every command, in the order of the help. */
export const commands: readonly CommandGroup[] = [
  { name: "schema", summary: schemaCommand.summary, itself: schemaCommand, members: [] },
];
