import { DEVICES, ID_FIELD, IGNORED_FOLDERS } from "./common.ts";
import { group, type ReservedWords } from "./reserved-words.ts";

const KEYWORDS = group(
  "is a reserved word of JavaScript, and would be the name of a function's parameter",
  `arguments async await break case catch class const continue debugger default delete do else enum
   eval export extends false finally for function if implements import in instanceof interface let
   new null package private protected public return static super switch this throw true try typeof
   undefined var void while with yield`,
);

/** `export * as package` is JavaScript, but TypeScript or esbuild refuses it. */
const STRICT_WORDS = group(
  "is a reserved word of JavaScript's modules, where TypeScript takes it for no export",
  "arguments await eval implements interface let package private protected public static yield",
);

const PROMISE = group("is what JavaScript calls on whatever is awaited", "then");

const OBJECT_MEMBER = group("is a member of every JavaScript object", "constructor");

/**
 * Views named `delete`, `new`, `class` or `import` are fine: they become file names, property keys
 * and parts of class names, never identifiers of their own.
 */
export const TYPESCRIPT_WORDS: ReservedWords = {
  folder: [
    group("is a folder that every app has for its own files", "views templates"),
    OBJECT_MEMBER,
    DEVICES,
    IGNORED_FOLDERS,
  ],
  label: [
    group("is the label of the runtime's own tables (users, groups, sessions)", "auth"),
    STRICT_WORDS,
    PROMISE,
    OBJECT_MEMBER,
    DEVICES,
  ],
  model: [group("is a number of JavaScript", "NaN Infinity")],
  field: [ID_FIELD, PROMISE, OBJECT_MEMBER],
  view: [PROMISE, OBJECT_MEMBER, DEVICES],
  handler: [
    PROMISE,
    OBJECT_MEMBER,
    group(
      "is a member of every live view",
      `db denied done mount object params redirect refuse render request row show user view visitor
       handle_error not_found`,
    ),
  ],
  "event param": [
    group("is a word of the messages between page and server", "event headers"),
    PROMISE,
    OBJECT_MEMBER,
  ],
  "path parameter": [KEYWORDS, OBJECT_MEMBER],
  role: [OBJECT_MEMBER],
};
