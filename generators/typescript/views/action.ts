import { bodyContext } from "./endpoint-body.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";

/** An endpoint that does one thing and has no page. */
export function actionFiles({ view }: Scopes): ViewFiles {
  const context = bodyContext(view, view.screen.view);
  return {
    props: [],
    view: { template: "action", base: "View", endpoints: ["post"], context },
    page: null,
  };
}
