import type { MemberTarget, PageScreen } from "../../screens/screen.ts";
import { camelCase } from "../code/names.ts";
import { modelCode, type PageScope, type Scope } from "../code/scope.ts";
import { ASKED } from "../guards/forms.ts";
import { type Prop, recordType } from "./props.ts";

const ROWS = "src/rows/rows.ts";

/** The prop with the objects that the visitor is a member of, by member-only target. */
export function memberOfProps(page: PageScope, screen: PageScreen, code: string): Prop[] {
  if (screen.memberTargets.length === 0) return [];
  return [{ name: ASKED.member, type: memberOfType(page, screen), code }];
}

export function memberOfType(scope: Scope, { memberTargets }: PageScreen): string {
  scope.imports.types(ROWS, "Members");
  return recordType(
    memberTargets.map((target) => memberKey(scope, target)),
    "Members",
  );
}

/** In a view: for each such target, the ids of the objects that the visitor is a member of. */
export function memberOfCode(scope: Scope, { memberTargets }: PageScreen): string {
  if (memberTargets.length === 0) return "";
  scope.imports.named(ROWS, "memberOf");
  const members = memberTargets.map((target) => {
    const { model, object, user } = target.member;
    const columns = `{ object: "${object}_id", user: "${user}_id" }`;
    const call = `memberOf(this.db, this.visitor, ${modelCode(scope, model)}, ${columns})`;
    return `${memberKey(scope, target)}: await ${call}`;
  });
  return `{ ${members.join(", ")} }`;
}

/** Key of a member-only target in a page's `memberOf`. */
export function memberKey({ screen }: Scope, { app, view }: MemberTarget): string {
  return app === screen.app ? view.name : camelCase(`${app.label}_${view.name}`);
}
