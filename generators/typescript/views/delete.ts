import type { DeleteScreen } from "../../screens/screen.ts";
import { OFFERED } from "../code/names.ts";
import { DECORATORS } from "../guards/forms.ts";
import { modelCode, subjectCode } from "../code/scope.ts";
import { memberOfCode, memberOfProps } from "./members.ts";
import { openRowsCode, openRowsProps, rowControls } from "./open-rows.ts";
import { pageHead } from "./page-parts.ts";
import { offeredCode, offeredProps } from "./pickers.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { cancelLink, successUrl } from "./success-url.ts";
import { formProtections } from "./view-class.ts";

const DELETION = "src/rows/deletion.ts";

/** A page that asks before it deletes a row. */
export function deleteFiles({ view, page }: Scopes, screen: DeleteScreen): ViewFiles {
  const { model, code } = subjectCode(view);
  const asking = rowControls(screen.links);
  view.imports.named("drizzle-orm", "eq");
  view.imports.named(DECORATORS, "unchanged");
  page.imports.named("src/components/actions.tsx", "Actions");
  page.imports.named("src/components/form-buttons.tsx", "SubmitButton");
  page.imports.named("src/controls/write-form.tsx", "WriteForm");
  view.imports.named(DELETION, "deleteRows", "lookAtDeletion");
  page.imports.types(DELETION, "Deletion");
  page.imports.named("src/templates/deletion.tsx", "DeletionReport");
  return {
    props: [
      { name: "deletion", type: "Deletion", code: "deletion" },
      ...memberOfProps(page, screen, "members"),
      ...openRowsProps(page, asking),
      ...offeredProps(page, OFFERED),
    ],
    view: {
      template: "delete",
      base: "View",
      endpoints: ["get", "post"],
      context: {
        table: modelCode(view, model),
        row: code,
        protections: formProtections(view, "@unchanged()"),
        labels: "",
        memberOf: memberOfCode(view, screen),
        openRows: openRowsCode(view, asking),
        offered: offeredCode(view),
        successUrl: successUrl(view, screen.successList),
      },
    },
    page: {
      template: "delete",
      context: {
        ...pageHead(page, screen),
        cancel: cancelLink(page, screen.successList),
      },
    },
  };
}
