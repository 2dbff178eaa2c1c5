/**
 * What a view can say, before anybody knows whether it leaves over HTTP or over a socket.
 */
import type { VNode } from "preact";
import type { PageProps } from "./page.ts";

/** A page component with its own props; the runtime adds the `PageProps`. */
export interface Rendering {
  // Components of all shapes meet here; `View.render` and `LiveView.show` check the props.
  readonly page: (props: any) => VNode;
  readonly props: object;
}

/** What a view says; sent over HTTP or a socket only after the transaction is committed. */
export type Answer =
  | ({ readonly kind: "page"; readonly status: number } & Rendering)
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "done"; readonly message: string; readonly location: string | null }
  | { readonly kind: "refused"; readonly message: string; readonly status: number };

/** An honest no: nothing that the body wrote is kept. */
export function isRefusal(answer: Answer): boolean {
  return answer.kind === "refused" || (answer.kind === "page" && answer.status >= 400);
}

export type PageComponent<P extends PageProps> = (props: P) => VNode;
