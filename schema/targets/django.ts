import { DEVICES, ID_FIELD, SERVED, SQL_NAMES } from "./common.ts";
import { group, type ReservedWords, type TargetRules } from "./target-rules.ts";

const KEYWORDS = group(
  "is a keyword of Python",
  `and as assert async await break class continue def del elif else except finally for from global
   if import in is lambda nonlocal not or pass raise return try while with yield`,
);

/** Views become functions and classes whose names end in `_view` and `View`. */
const WORDS: ReservedWords = {
  folder: [
    KEYWORDS,
    group(
      "is a module that every app has for its own files",
      "admin apps forms migrations models querysets templates tests urls views",
    ),
    DEVICES,
    group("is a folder that tools and version control leave out", "dist"),
  ],
  label: [
    group(
      "is the label of an app that Django brings along",
      "admin auth contenttypes messages sessions sites staticfiles djust channels daphne",
    ),
    DEVICES,
  ],
  model: [group("is a constant of Python", "True False None")],
  field: [
    ID_FIELD,
    KEYWORDS,
    group(
      "is a member of every Django model",
      `check clean clean_fields date_error_message delete from_db full_clean get_constraints
       get_deferred_fields objects pk prepare_database_save refresh_from_db save save_base
       serializable_value unique_error_message validate_constraints validate_unique`,
    ),
  ],
  view: [DEVICES],
  handler: [
    KEYWORDS,
    group(
      "is a member of every djust view",
      `as_view dispatch get get_context_data get_object handle_error has_object_permission
       http_method_names live_redirect login_required login_url mount object options
       permission_required post render request setup template_name user`,
    ),
  ],
  "event param": [KEYWORDS, group("is the view itself in a method of Python", "self")],
  "path parameter": [KEYWORDS, group("is an argument of every Django view", "request self")],
  role: [],
};

export const DJANGO: TargetRules = {
  words: WORDS,
  keptLabels: [],
  derived: { ...SQL_NAMES, app: () => [], view: () => [], permission: () => [] },
  served: SERVED,
  installedFolders: [],
};
