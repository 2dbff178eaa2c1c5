import { SpireError } from "../../../schema/errors.ts";

/** The migrations, as they stand or as they would be, cannot be worked with. */
export function cannotRender(message: string): SpireError {
  return new SpireError("E_CANNOT_RENDER", message, "Nothing was written.");
}

/**
 * A change of the manifest would lose data, and nobody has said that it may.
 *
 * @param losses what would be lost, a sentence each
 */
export function dataLoss(losses: readonly string[]): SpireError {
  return new SpireError(
    "E_DATA_LOSS",
    listed("The new migration would lose data.", losses),
    "If one of these was renamed, say `renamed_from:` at its new name. If the data may go, run the " +
      "command again with --allow-data-loss. Nothing was written.",
  );
}

/**
 * A field needs a value in rows that stand already, and has none to give.
 *
 * @param problems a sentence each
 */
export function noDefault(problems: readonly string[]): SpireError {
  return new SpireError(
    "E_NO_DEFAULT",
    listed("The new migration would stop at rows that stand already.", problems),
    "Give it a `default:`, which may be removed after the next generation; or say `null: true`, " +
      "fill the column, and remove that again. Nothing was written.",
  );
}

function listed(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `  ${line}`)].join("\n");
}
