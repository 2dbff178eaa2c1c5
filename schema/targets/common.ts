import { group } from "./reserved-words.ts";

/** Names that no target can take: the file systems' and the generated project's own. */

export const DEVICES = group(
  "is the name of a device on Windows, where no file can be called so",
  `con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
   lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`,
);

export const IGNORED_FOLDERS = group(
  "is a folder that tools and version control leave out",
  "node_modules dist",
);

export const ID_FIELD = group("is the primary key that every model has already", "id");
