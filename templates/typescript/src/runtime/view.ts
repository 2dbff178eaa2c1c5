/**
 * What the pages and actions of the project are made of. A view gets its context from the
 * dispatcher, which gives it none before the door's guard has let the visitor pass.
 */
import type { Database } from "#database/connection";
import type { Answer, PageComponent } from "./answer.ts";
import { NotFound, PermissionDenied } from "./errors.ts";
import type { Guard } from "./guards.ts";
import type { PageProps } from "./page.ts";
import type { PathParams } from "./paths.ts";
import type { User, Visitor } from "./visitor.ts";

/** The part of a request that a view may see, over HTTP and over a socket alike. */
export interface ViewRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ip: string;
  /** Of a write: the page's key, so that nothing is done twice; null where none was sent. */
  readonly key: string | null;
  /** Of a write: what its page saw of the row, see `saw`. */
  readonly seen: string | null;
  /** The header of that name, by which programs say the same. */
  readonly ifMatch: string | null;
}

/** Everything a view works with; set by the dispatcher, afresh for every request and event. */
export interface ViewContext {
  readonly request: ViewRequest;
  readonly visitor: Visitor;
  readonly db: Database;
  readonly params: PathParams;
  object: unknown;
  row: unknown;
  /** The guards whose facts were found to be so of the row. */
  readonly met: Set<Guard>;
  /** The columns that a form has changed, once it was read; null: no form was. */
  changed: readonly string[] | null;
}

/** The dispatcher's way to set a view's context. */
export const CONTEXT = Symbol("spire.context");

/**
 * One page or action. `Obj` is the row of `@objectRequired`, `Row` that of `@rowRequired`.
 * A new instance answers every request.
 */
export abstract class View<Obj = null, Row = null> {
  [CONTEXT]!: ViewContext;

  get request(): ViewRequest {
    return this[CONTEXT].request;
  }

  get visitor(): Visitor {
    return this[CONTEXT].visitor;
  }

  /** The logged-in user. Throws PermissionDenied in a public view that nobody logged in to. */
  get user(): User {
    return this.visitor.user ?? this.denied();
  }

  /** In POSTs and events the transaction that the body runs in. */
  get db(): Database {
    return this[CONTEXT].db;
  }

  get params(): PathParams {
    return this[CONTEXT].params;
  }

  get object(): Obj {
    return this[CONTEXT].object as Obj;
  }

  get row(): Row {
    return this[CONTEXT].row as Row;
  }

  /** Answers with a page; the runtime adds the `PageProps`. */
  protected render<P extends PageProps>(
    page: PageComponent<P>,
    props: Omit<P, keyof PageProps>,
    status = 200,
  ): Answer {
    return { kind: "page", page, props, status };
  }

  protected redirect(location: string): Answer {
    return { kind: "redirect", location };
  }

  /** Says that an action is done, in the way the client asked for: JSON, htmx or a redirect back. */
  protected done(message: string, location: string | null = null): Answer {
    return { kind: "done", message, location };
  }

  /** An honest no. Nothing that the body wrote is kept. */
  protected refuse(message: string, status = 409): Answer {
    return { kind: "refused", message, status };
  }

  protected notFound(): never {
    throw new NotFound();
  }

  protected denied(): never {
    throw new PermissionDenied();
  }
}
