import type { Tier } from "../../target.ts";

/** One file to write: from a template and its context, or from a text that stands already. */
export type RenderSpec = TemplateSpec | TextSpec;

export interface TemplateSpec {
  /** Relative to the generated project. */
  path: string;
  tier: Tier;
  /** See `RenderedFile`. */
  canBeDeclined?: true;
  /** Relative to `templates/typescript/`. The rendered text is formatted afterwards. */
  template: string;
  context: object;
}

export interface TextSpec {
  path: string;
  tier: Tier;
  content: string;
  /** Absent: written byte for byte, already formatted or of a kind that no formatter touches. */
  format?: true;
}
