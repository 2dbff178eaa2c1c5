/**
 * What the live pages of the project are made of, and the names that their events may not have.
 */
import type { PageComponent, Rendering } from "./answer.ts";
import type { PermissionDenied } from "./errors.ts";
import type { PageProps } from "./page.ts";
import { View } from "./view.ts";

/**
 * A page that stays connected: its buttons fire events over a WebSocket, and after each event it is
 * rendered again. One instance lives as long as the socket; its own fields keep their values.
 */
export abstract class LiveView<Obj = null> extends View<Obj> {
  /** Loads what the page shows: on GET, on connect, and again after each event. */
  abstract mount(): void | Promise<void>;

  /** What to show: `return this.show(TeamAdminPage, { team: this.object })`. */
  abstract view(): Rendering;

  /** Called when an event is denied, before the client is told. */
  handleError(_error: PermissionDenied): void | Promise<void> {}

  protected show<P extends PageProps>(
    page: PageComponent<P>,
    props: Omit<P, keyof PageProps>,
  ): Rendering {
    return { page, props };
  }
}

/** Names that an event handler may not have, because a live view already means something by them. */
export const reservedHandlerNames: ReadonlySet<string> = new Set(
  [LiveView.prototype, View.prototype, Object.prototype].flatMap(Object.getOwnPropertyNames).concat(
    "mount", // abstract members are on no prototype
    "view",
  ),
);
