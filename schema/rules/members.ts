import { article } from "../article.ts";
import { FIELD_TYPES } from "../field-types.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP322 and SP323: member rules without an object, or with fields that tie no user to it. */
export const memberRules: Rule = ({ index, bases }, report) => {
  for (const { view, member, object } of bases.values()) {
    const path = [...view.path, "member"];
    if (view.manifest.member && !view.manifest.object) {
      report("SP322", path, "The member rule has no object that it could tie the user to.", {
        hint: "Add `object: { model: …, key: … }` to the view.",
        at: "key",
      });
    }
    const model = member && index.models.get(`${member.model.label}.${member.model.model}`);
    if (!member || !model) continue;
    const tie = model.fields.get(member.object);
    if (tie && object && index.models.get(tie.to ?? "") !== object.model) {
      report(
        "SP323",
        [...path, "object"],
        `\`${member.object}\` is no reference to \`${object.model.name}\`.`,
        { hint: `Name a field of \`${model.name}\` whose \`to\` is that model.` },
      );
    }
    const user = model.fields.get(member.user);
    if (user && FIELD_TYPES[user.type].refersTo !== "user") {
      report(
        "SP323",
        [...path, "user"],
        `\`${member.user}\` is a field of type ${user.type}, not user.`,
        { hint: `Name a field of \`${model.name}\` that is of type user.` },
      );
    }
  }
};

/** SP327: pages that delete the object of which whoever opens them is a member, who thereby holds it. */
export const heldByMembers: Rule = ({ index, bases }, report) => {
  for (const { view, member, object, model } of bases.values()) {
    if (VIEW_KINDS[view.manifest.kind].action !== "delete" || object?.model !== model) continue;
    const memberModel = member && index.models.get(`${member.model.label}.${member.model.model}`);
    const tie = memberModel?.fields.get(member?.object ?? "");
    if (!member || !tie || !model || (tie.on_delete ?? "protect") !== "protect") continue;
    report(
      "SP327",
      [...view.path, "member"],
      `Nobody can delete ${article(model.name)} \`${model.name}\` here: whoever may is a member, which holds it.`,
      {
        hint: `Write \`on_delete: cascade\` at \`${memberModel?.name}.${member.object}\`: members go along.`,
        at: "key",
      },
    );
  }
};
