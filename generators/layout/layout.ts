/** One text of a project; what language it is in is said by the ending of `path`. */
export interface Text {
  /** Relative to the project, with forward slashes. */
  path: string;
  content: string;
}

/**
 * How the team of one project wants its files laid out. Layout is no part of what spire says: texts
 * are rendered, recorded and compared in spire's own, and put into the project's when they are
 * written.
 */
export interface Layout {
  /** Whether the file is to be in spire's own layout, in which it is rendered. */
  isOwn(path: string): Promise<boolean>;
  /**
   * Lays a text out as the project's own formatter leaves it: a second pass changes nothing.
   *
   * @throws Error when the text does not parse
   */
  format(text: Text): Promise<string>;
  /** Whether the project's own formatter has nothing to say; also true of what does not parse. */
  isLaidOut(text: Text): Promise<boolean>;
  /** The text in a form that does not tell how it was laid out; as it is when it does not parse. */
  plain(text: Text): Promise<string>;
  /** Files that the project has in another form, and that are not written beside it. */
  replaced: ReadonlySet<string>;
  /** What could not be found out, one sentence each; filled while texts are laid out. */
  notices: ReadonlySet<string>;
}

/**
 * A rendered text as it is to stand in the project: as it is where spire's own layout is wanted, or
 * where the project's formatter cannot read it.
 */
export async function inLayout(layout: Layout, text: Text): Promise<string> {
  if (await layout.isOwn(text.path)) return text.content;
  try {
    return await layout.format(text);
  } catch {
    return text.content;
  }
}
