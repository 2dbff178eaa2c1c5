import type { PageScope, Scope } from "../code/scope.ts";
import type { Prop } from "./props.ts";

/** Where the two files of a view are worked out. */
export interface Scopes {
  view: Scope;
  page: PageScope;
}

/** What the two files of a view are made of, by its kind: all that not every view has. */
export interface ViewFiles {
  /** What the page gets besides the rows that the view has loaded. */
  props: Prop[];
  view: {
    template: string;
    /** The class that it extends. */
    base: "View" | "LiveView";
    /** The endpoint decorators that it uses. */
    endpoints: string[];
    context: object;
  };
  /** null: the view has no page. */
  page: { template: string; context: object } | null;
}
