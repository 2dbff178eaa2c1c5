import { RenderError } from "../../render/render-error.ts";

/** A change of the manifest would lose data, and nobody has said that it may. */
export class DataLossError extends RenderError {
  override readonly name = "DataLossError";
  override readonly code = "E_DATA_LOSS";
  override readonly hint =
    "If one of these was renamed, say `renamed_from:` at its new name. If the data may go, run the " +
    "command again with --allow-data-loss. Nothing was written.";
  /** What would be lost, a sentence each. */
  readonly losses: readonly string[];

  constructor(losses: readonly string[]) {
    super(listed("The new migration would lose data.", losses));
    this.losses = losses;
  }
}

/** A field needs a value in rows that stand already, and has none to give. */
export class NoDefaultError extends RenderError {
  override readonly name = "NoDefaultError";
  override readonly code = "E_NO_DEFAULT";
  override readonly hint =
    "Give it a `default:`, which may be removed after the next generation; or say `null: true`, " +
    "fill the column, and remove that again. Nothing was written.";

  constructor(problems: readonly string[]) {
    super(listed("The new migration would stop at rows that stand already.", problems));
  }
}

function listed(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `  ${line}`)].join("\n");
}
