import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Handlebars from "handlebars";

/** Write free text, or a JSON value, so that it means itself at one kind of place; by name. */
export type Escapers = Readonly<Record<string, (value: unknown) => string>>;

/** The folder with what templates share. */
const PARTIALS = "partials";

/** The templates of one target, each compiled at its first use and kept. */
export interface Templates {
  /**
   * @param path relative to the folder
   * @throws Error naming the template when it uses a name that the context does not have
   */
  render(path: string, context: object): string;
}

/**
 * Reads templates from a folder. They are strict (an unknown name is an error) and
 * never escape by themselves: plain values are printed as they are, free text only through a
 * helper of the same name as its escaper: `{{literal description}}`. What several templates share is
 * a partial: `partials/table.hbs` in the folder is `{{> table}}` in each of them.
 */
export function openTemplates(folder: string, escapers: Escapers): Templates {
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  const engine = Handlebars.create();
  for (const [name, escape] of Object.entries(escapers)) {
    engine.registerHelper(name, (value: unknown) => escape(value));
  }

  /** The work is done at the first use of what it returns. */
  function compile(path: string): Handlebars.TemplateDelegate {
    const source = readFileSync(join(folder, path), "utf8");
    return engine.compile(source, {
      strict: true,
      noEscape: true,
      // Texts are formatted afterwards, and a line break inside a literal is not to be indented.
      preventIndent: true,
      knownHelpers: Object.fromEntries(Object.keys(escapers).map((name) => [name, true])),
    });
  }

  const shared = existsSync(join(folder, PARTIALS)) ? readdirSync(join(folder, PARTIALS)) : [];
  for (const file of shared) {
    engine.registerPartial(basename(file, ".hbs"), compile(join(PARTIALS, file)));
  }

  return {
    render(path, context) {
      let template = compiled.get(path);
      if (template === undefined) {
        template = compile(path);
        compiled.set(path, template);
      }
      try {
        return template(context);
      } catch (error) {
        throw new Error(`template ${path}: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}
