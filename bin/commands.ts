import type { CommandGroup } from "./command.ts";
import { genHandlerCommand } from "./gen/gen-handler.ts";
import { genModelCommand } from "./gen/gen-model.ts";
import { genPermissionCommand } from "./gen/gen-permission.ts";
import { genViewCommand } from "./gen/gen-view.ts";
import { genCommand } from "./gen/gen.ts";
import { newAppCommand } from "./new/new-app.ts";
import { newProjectCommand } from "./new/new-project.ts";
import { recoverCommand } from "./recover/recover.ts";
import { schemaCommand } from "./schema/schema.ts";
import { verifyCommand } from "./verify/verify.ts";

/** Every command, in the order of the help. */
export const commands: readonly CommandGroup[] = [
  {
    name: "new",
    summary: "Make a project or an app",
    members: [newProjectCommand, newAppCommand],
  },
  {
    name: "gen",
    summary: genCommand.summary,
    itself: genCommand,
    members: [genViewCommand, genModelCommand, genHandlerCommand, genPermissionCommand],
  },
  { name: "verify", summary: verifyCommand.summary, itself: verifyCommand, members: [] },
  { name: "recover", summary: recoverCommand.summary, itself: recoverCommand, members: [] },
  { name: "schema", summary: schemaCommand.summary, itself: schemaCommand, members: [] },
];
