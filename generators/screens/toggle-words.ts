import { FreeText } from "../render/free-text.ts";
import type { SafeField } from "../render/safe-project.ts";
import { fieldLabel, humanized, sentence } from "./titles.ts";

/** What a button that flips a field will do, while the field is no and while it is yes. */
export interface ToggleWords {
  set: FreeText;
  clear: FreeText;
}

/** What sets a field of that name, or `is_…`, and what clears it, where English has verbs for both. */
const VERBS: Readonly<Record<string, readonly [set: string, clear: string]>> = {
  active: ["activate", "deactivate"],
  activated: ["activate", "deactivate"],
  archived: ["archive", "unarchive"],
  assigned: ["assign", "unassign"],
  banned: ["ban", "unban"],
  blocked: ["block", "unblock"],
  checked: ["check", "uncheck"],
  closed: ["close", "reopen"],
  disabled: ["disable", "enable"],
  enabled: ["enable", "disable"],
  flagged: ["flag", "unflag"],
  frozen: ["freeze", "unfreeze"],
  hidden: ["hide", "show"],
  inactive: ["deactivate", "activate"],
  locked: ["lock", "unlock"],
  muted: ["mute", "unmute"],
  open: ["open", "close"],
  opened: ["open", "close"],
  paused: ["pause", "resume"],
  pinned: ["pin", "unpin"],
  published: ["publish", "unpublish"],
  starred: ["star", "unstar"],
  subscribed: ["subscribe", "unsubscribe"],
  unlocked: ["unlock", "lock"],
  visible: ["show", "hide"],
};

/**
 * By the field, for that is what changes: a handler's name says one direction at most. Its words are
 * taken where they name one: `lock_order` flips `is_locked` by `Lock order` and `Unlock order`,
 * `approve` flips `approved` by `Approve` and `Mark as not approved`.
 *
 * @param name of the action or handler
 */
export function toggleWords(name: string, field: SafeField): ToggleWords {
  const [, prefix = "", state = ""] = /^((?:is|was)_(?!not_|no_|_*$))?(.*)$/.exec(field.name) ?? [];
  const [verb = "", ...rest] = name.split("_").filter((word) => word !== "");
  const verbs = Object.hasOwn(VERBS, state) ? VERBS[state] : undefined;
  if (verbs !== undefined) {
    const said = verbs.includes(verb) ? rest : [];
    const [set, clear] = verbs.map((each) => words([each, ...said]));
    if (set !== undefined && clear !== undefined) return { set, clear };
  }
  const isNamed = participlesOf(verb).includes(state);
  if (prefix === "" && !isNamed) {
    const label = fieldLabel(field);
    return { set: sentence("Set “", label, "”"), clear: sentence("Clear “", label, "”") };
  }
  return {
    set: isNamed ? words([verb, ...rest]) : words(["mark", "as", state]),
    clear: words(["mark", "as", "not", state]),
  };
}

function words(parts: readonly string[]): FreeText {
  return new FreeText(humanized(parts.join("_")));
}

/** `approve` → `approved`, `ship` → `shiped` and `shipped`, `verify` → `verified`. */
function participlesOf(verb: string): string[] {
  const last = verb.slice(-1);
  return [`${verb}d`, `${verb}ed`, `${verb}${last}ed`, `${verb.slice(0, -1)}ied`];
}
