/** A model of the project, wherever it is spoken of. */
export interface ModelRef {
  label: string;
  model: string;
}
