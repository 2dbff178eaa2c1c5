import fc from "fast-check";
import { stringify } from "yaml";
import type {
  AppManifest,
  EffectManifest,
  FieldManifest,
  HandlerManifest,
  Manifest,
  ModelManifest,
  ParamManifest,
  PermissionRef,
  RowFact,
  ViewManifest,
} from "../../schema/manifest.types.ts";

/**
 * Valid manifests over the whole grammar, hostile text included: every one is accepted by
 * `loadManifestFrom` (a test holds that). Warnings may be found in them.
 *
 * @param asksRows permissions ask facts of rows, too
 */
export function manifests({ asksRows = false } = {}): fc.Arbitrary<Manifest> {
  const decisions = fc.array(fc.nat(9_999), { minLength: 20, maxLength: 1_500, size: "max" });
  return decisions.map((tape) => new Builder(tape, asksRows).manifest());
}

/** The manifest as the text of a `spire.yaml`. */
export function manifestText(manifest: Manifest): string {
  return stringify(manifest, { lineWidth: 0 });
}

/** Words that have broken generators before, as views' names. */
const VIEW_WORDS = ["new", "delete", "class", "import", "default", "export", "index", "of", "type"];
/** Types of fields that may name a row. */
const NAMING = /^(string|slug|email|url|integer|bigint|decimal|date|datetime|time|uuid)$/;
/** Types of fields in which a list searches, and by which it is filtered. */
const SEARCHED = /^(string|text|slug|email|url)$/;
const FILTERED = /^(choice|boolean|date|datetime|reference|user)$/;
const HOSTILE = [
  "plain",
  'it\'s "quoted" `back`',
  "${x} {{y}} {% z %} {# c #}",
  "*/ // <!-- --> </script>",
  "\u2028\u2029 \\ \n second line",
  "$$ %s ; -- é 🚀 &amp; <b>",
  "null",
  "# no comment: [x]",
];

interface Entry {
  label: string;
  folders: string[];
  app: AppManifest;
  models: { name: string; model: ModelManifest }[];
  /** `label.Model` of the root that guards the app's views; null: it guards itself. */
  root: string | null;
}

/** Every decision is the next number of a tape; at its end, the smallest choice is taken. */
class Builder {
  readonly #tape: readonly number[];
  readonly #asksRows: boolean;
  #position = 0;
  readonly #entries: Entry[] = [];
  #count = 0;

  constructor(tape: readonly number[], asksRows: boolean) {
    this.#tape = tape;
    this.#asksRows = asksRows;
  }

  manifest(): Manifest {
    const apps: Record<string, AppManifest> = {};
    for (let left = this.#upTo(1, 3); left > 0; left -= 1) {
      const name = this.#name("app");
      apps[name] = this.#app([name], null, 2);
    }
    for (const entry of this.#entries) this.#addViews(entry);
    const project = {
      name: "fuzz",
      login_url: this.#pick(["/login/", "/sign/in/"]),
      time_zone: this.#pick(["UTC", "Europe/Berlin", "America/New_York"]),
    };
    return { spire: 1, project, apps, ...this.#roles() };
  }

  #app(folders: string[], parent: Entry | null, depth: number): AppManifest {
    const app: AppManifest = {};
    if (this.#maybe()) app.label = this.#name("label");
    const label = app.label ?? folders.join("_");
    const entry: Entry = { label, folders, app, models: [], root: this.#cascade(app, parent) };
    this.#entries.push(entry);
    for (let left = this.#upTo(0, 3); left > 0; left -= 1) this.#addModel(entry);
    const children = depth === 0 ? 0 : this.#upTo(0, 2);
    for (let left = children; left > 0; left -= 1) {
      const name = this.#name("sub");
      app.apps = { ...app.apps, [name]: this.#app([...folders, name], entry, depth - 1) };
    }
    return app;
  }

  /** Writes `cascade` where it must stand or may, and answers the root it leads to. */
  #cascade(app: AppManifest, parent: Entry | null): string | null {
    const others = this.#entries.filter((entry) => entry.models.length > 0);
    const named = this.#pick([null, ...others]);
    if (named !== null && this.#maybe()) {
      app.cascade = `${named.label}.${this.#pick(named.models).name}`;
      return named.root ?? app.cascade;
    }
    if (parent === null) return null;
    if (parent.models.length === 1 && this.#maybe()) {
      if (this.#maybe()) app.cascade = "parent";
      return parent.root ?? `${parent.label}.${parent.models[0]?.name}`;
    }
    app.cascade = "none";
    return null;
  }

  #addModel(entry: Entry): void {
    const name = this.#pick(["Crate", "PurchaseOrder", "ABTest"]) + String(++this.#count);
    const fields: Record<string, FieldManifest> = {};
    for (let left = this.#upTo(1, 6); left > 0; left -= 1) {
      fields[this.#name("field")] = this.#field();
    }
    if (this.#maybe(0.4)) this.#addSameReferences(fields, `${entry.label}.${name}`);
    const model: ModelManifest = { fields };
    if (this.#maybe()) model.verbose_name = this.#text();
    if (this.#maybe()) model.permissions = { [this.#name("can_do")]: this.#text() };
    const names = Object.keys(fields);
    const naming = names.filter((each) => NAMING.test(asLong(fields[each] ?? "json").type));
    if (naming.length > 0 && this.#maybe()) model.display = this.#pick(naming);
    if (names.length > 1 && this.#maybe()) model.unique_together = [names.slice(0, 2)];
    entry.app.models = { ...entry.app.models, [name]: model };
    entry.models.push({ name, model });
  }

  /** References that no view can tie rows by: to the model's own rows, or two to another model. */
  #addSameReferences(fields: Record<string, FieldManifest>, own: string): void {
    const to = this.#pick([own, ...this.#modelNames()]);
    for (let left = to === own ? 1 : 2; left > 0; left -= 1) {
      fields[this.#name("field")] = { type: "reference", to, null: true, on_delete: "set_null" };
    }
  }

  #modelNames(): string[] {
    return this.#entries.flatMap(({ label, models }) =>
      models.map(({ name }) => `${label}.${name}`),
    );
  }

  #field(): FieldManifest {
    const models = this.#modelNames();
    const empty = this.#maybe() ? { null: true } : {};
    const extra = { ...empty, ...(this.#maybe() ? { help_text: this.#text() } : {}) };
    const fields: FieldManifest[] = [
      "boolean",
      "uuid",
      "json",
      { type: "string", max_length: 60, default: this.#text(), ...extra },
      { type: "text", ...extra, verbose_name: this.#text() },
      { type: "integer", default: 7, index: true, ...extra },
      { type: "bigint", default: "9007199254740993", ...extra },
      { type: "decimal", max_digits: 8, decimal_places: 3, ...extra },
      { type: "date", default: "2026-01-31", ...extra },
      { type: "datetime", ...extra },
      { type: "time", ...extra },
      { type: "email", unique: true, ...extra },
      { type: "url", ...extra },
      { type: "slug", ...extra },
      { type: "json", default: { text: this.#text() }, ...extra },
      { type: "choice", choices: HOSTILE.slice(0, this.#upTo(1, HOSTILE.length)), ...extra },
      { type: "choice", choices: this.#labels(), ...extra },
      { type: "user", on_delete: this.#pick(["cascade", "protect"]), ...extra },
    ];
    const to = models.length > 0 ? this.#pick(models) : null;
    const related = this.#maybe() ? { related_name: this.#name("related") } : {};
    if (to !== null) fields.push({ type: "reference", to, ...extra, ...related });
    return this.#pick(fields);
  }

  /** Values of a choice with their labels, which differ. */
  #labels(): Record<string, string> {
    const values = [...HOSTILE.slice(0, this.#upTo(1, HOSTILE.length)), "constructor"];
    return Object.fromEntries(values.map((value, place) => [value, `${place} ${value}`]));
  }

  #addViews(entry: Entry): void {
    const views: Record<string, ViewManifest> = {};
    const base = `/${entry.folders.join("/")}`;
    for (const { name, model } of entry.models) {
      const several = entry.models.length > 1;
      const own = several ? { model: name } : {};
      const path = (rest: string) =>
        several ? { path: `${base}/${name.toLowerCase()}/${rest}` } : {};
      const add = (kind: ViewManifest["kind"], rest: string) => {
        if (!this.#maybe(0.7)) return;
        const row = kind === "list" || kind === "create" ? null : model;
        const opening = this.#opening(entry, name, kind, row);
        const isForm = kind !== "list" && kind !== "detail";
        const { confirm_password, ...others } = isForm ? this.#protections() : {};
        // Nobody has no password.
        const confirms = confirm_password && !opening.public ? { confirm_password } : {};
        const protections = { ...others, ...confirms };
        const named = this.#namedFields(kind, model);
        views[this.#viewName()] = {
          kind,
          ...own,
          ...path(rest),
          ...opening,
          ...protections,
          ...named,
        };
      };
      add("list", "");
      add("detail", "<int:pk>/");
      add("create", "create/");
      add("update", "<int:pk>/update/");
      add("delete", "<int:pk>/delete/");
      if (this.#maybe()) this.#addAction(views, entry, name, model, own);
      if (this.#maybe()) this.#addLive(views, entry, name, model);
      if (this.#maybe()) this.#addScoped(views, entry, name, model);
    }
    if (this.#maybe()) views[this.#viewName()] = { kind: "page", permission: "none" };
    const pages = Object.values(views).filter(({ kind }) => kind !== "action");
    const targets = Object.entries(views).filter(
      ([, { kind }]) => kind === "create" || kind === "list",
    );
    for (const page of pages) {
      const links = targets.filter(([, { object }]) => object === undefined && this.#maybe(0.3));
      if (links.length === 0) continue;
      page.links = links.map(([name]) =>
        this.#maybe() ? `${entry.label}.${name}` : { to: name, otherwise: this.#text() },
      );
    }
    for (const { name, model } of entry.models) {
      const changed = changedBy(Object.values(views), model);
      const own = Object.entries(views).filter(([, view]) => (view.model ?? name) === name);
      for (const [key, view] of own) {
        askForSomething(view, changed);
        // Of a row all of whose fields are changed elsewhere there is nothing to edit.
        const isIdle =
          view.kind === "update" && changed.length === Object.keys(model.fields).length;
        if (isIdle) delete views[key];
      }
    }
    if (Object.keys(views).length > 0) entry.app.views = views;
  }

  /** What a list shows, and what a form asks for: of a new row all that it needs. */
  #namedFields(
    kind: ViewManifest["kind"],
    { fields }: ModelManifest,
  ): Pick<ViewManifest, "columns" | "search" | "filter" | "sort" | "fields"> {
    const names = Object.keys(fields);
    const some = names.filter((name) => {
      return this.#maybe() || (kind === "create" && isRequired(asLong(fields[name] ?? "json")));
    });
    if (some.length === 0 || this.#maybe()) return {};
    if (kind === "list") {
      const of = (types: RegExp) =>
        some.filter((name) => types.test(asLong(fields[name] ?? "json").type));
      const tools = {
        columns: some.toReversed(),
        search: of(SEARCHED),
        filter: of(FILTERED),
        sort: of(/^(?!json)/).map((name) => (this.#maybe() ? `-${name}` : name)),
      };
      const used = Object.entries(tools).filter(([, names]) => names.length > 0 && this.#maybe());
      return Object.fromEntries(used);
    }
    return kind === "create" || kind === "update" ? { fields: some } : {};
  }

  #addAction(
    views: Record<string, ViewManifest>,
    entry: Entry,
    name: string,
    model: ModelManifest,
    own: { model?: string },
  ): void {
    const params = this.#params(model);
    const effect = this.#effect(
      { model, target: `${entry.label}.${name}`, rows: ["$row"] },
      params,
    );
    const view = this.#viewName();
    views[view] = {
      kind: "action",
      ...own,
      path: `/${entry.folders.join("/")}/do/<int:pk>/${view}/`,
      permission: this.#permission(entry, name, "change", model),
      ...this.#protections(),
      ...effect,
    };
  }

  #addLive(
    views: Record<string, ViewManifest>,
    entry: Entry,
    name: string,
    model: ModelManifest,
  ): void {
    const view = this.#viewName();
    const handlers: Record<string, HandlerManifest> = {};
    for (let left = this.#upTo(0, 3); left > 0; left -= 1) {
      handlers[this.#name("on")] = {
        permission: this.#permission(entry, name, "change", model),
        ...this.#protections(),
        ...this.#effect(
          { model, target: `${entry.label}.${name}`, rows: ["$row", "$object"] },
          this.#params(model),
        ),
      };
    }
    const key = this.#name("key");
    views[view] = {
      kind: "live",
      path: `/${entry.folders.join("/")}/live/<int:${key}>/${view}/`,
      permission: this.#permission(entry, name, "view", model),
      object: { model: name, key },
      handlers,
      ...this.#member(entry, name),
    };
  }

  /** A list or form inside a row of the model that it refers to. */
  #addScoped(
    views: Record<string, ViewManifest>,
    entry: Entry,
    name: string,
    model: ModelManifest,
  ): void {
    const targets = Object.values(model.fields).flatMap((field) =>
      typeof field === "object" && field.to !== undefined ? [field.to] : [],
    );
    const to = targets.find((target) => targets.filter((other) => other === target).length === 1);
    if (to === undefined || to === `${entry.label}.${name}`) return;
    const kind = this.#pick(["list", "create", "detail", "update", "delete"] as const);
    const view = this.#viewName();
    const row = kind === "list" || kind === "create" ? "" : "<int:pk>/";
    views[view] = {
      kind,
      model: name,
      path: `/${entry.folders.join("/")}/in/<int:parent_id>/${view}/${row}`,
      object: { model: to, key: "parent_id" },
    };
  }

  #member(entry: Entry, name: string): Pick<ViewManifest, "member"> {
    const target = `${entry.label}.${name}`;
    for (const other of this.#entries) {
      for (const candidate of other.models) {
        const fields = Object.entries(candidate.model.fields);
        const tie = fields.find(([, field]) => typeof field === "object" && field.to === target);
        const user = fields.find(([, field]) => typeof field === "object" && field.type === "user");
        if (!tie || !user || !this.#maybe()) continue;
        const model = `${other.label}.${candidate.name}`;
        return { member: { model, object: tie[0], user: user[0], otherwise: "/somewhere/" } };
      }
    }
    return {};
  }

  #params(model: ModelManifest): Record<string, { field: string; param: ParamManifest }> {
    const params: Record<string, { field: string; param: ParamManifest }> = {};
    for (const [field, manifest] of Object.entries(model.fields)) {
      if (!this.#maybe(0.4)) continue;
      const long = typeof manifest === "string" ? { type: manifest } : manifest;
      if (long.type === "json") continue;
      const isPicker = long.type === "reference" || long.type === "user";
      // A bare id, in place of a picker.
      const type = isPicker && this.#maybe() ? "integer" : long.type;
      const bounds = {
        ...(long.max_length === undefined ? {} : { max_length: long.max_length }),
        ...(long.choices === undefined ? {} : { choices: long.choices }),
        ...(type !== "reference" || long.to === undefined ? {} : { to: long.to }),
        ...(type === "user" && this.#maybe() ? { offer: "active" as const } : {}),
      };
      params[this.#name("param")] = { field, param: { type, ...bounds } };
    }
    return params;
  }

  /** An effect that uses all the params, or none and a body of its own. */
  #effect(
    subject: Subject,
    inputs: Record<string, { field: string; param: ParamManifest }>,
  ): { params?: Record<string, ParamManifest>; effect?: EffectManifest } {
    const { model } = subject;
    const brought = this.#brought(model, subject);
    const entries = Object.entries(inputs);
    if (entries.length > 0) {
      const params = Object.fromEntries(entries.map(([name, { param }]) => [name, param]));
      const sent = Object.fromEntries(entries.map(([name, { field }]) => [field, `$${name}`]));
      if (!this.#maybe()) return { params };
      const set = { ...brought, ...sent };
      for (const field of Object.keys(set)) spare(model, field);
      // What says no limits has those of its field.
      const short = (param: ParamManifest) => (typeof param === "string" ? param : param.type);
      const some = Object.entries(params).map(([name, param]): [string, ParamManifest] => [
        name,
        this.#maybe(0.3) ? short(param) : param,
      ]);
      return { params: Object.fromEntries(some), effect: { set } };
    }
    const ofType = (type: string) =>
      Object.entries(model.fields)
        .filter(([, field]) => field === type || (typeof field === "object" && field.type === type))
        .map(([name]) => name);
    const [toggle] = ofType("boolean");
    const [advance] = ofType("choice");
    const [text] = ofType("text");
    const effects: EffectManifest[] = [
      ...(Object.keys(brought).length === 0 ? [] : [{ set: brought }]),
      ...this.#creates(subject),
      ...(toggle === undefined ? [] : [{ toggle }]),
      ...(advance === undefined ? [] : [{ advance }]),
      ...(text === undefined ? [] : [{ set: { [text]: this.#text().replace(/^\$+/, "") } }]),
    ];
    if (effects.length === 0) return {};
    const changed = [advance, text, ...Object.keys(brought)];
    for (const field of changed) if (field !== undefined) spare(model, field);
    return { effect: this.#pick(effects) };
  }

  /** What the request brings for fields of the model. */
  #brought({ fields }: ModelManifest, { target, rows }: Subject): Record<string, string> {
    const brought: Record<string, string> = {};
    for (const [name, field] of Object.entries(fields)) {
      const { type, to } = asLong(field);
      if (type === "user") brought[name] = "$user";
      if (type === "date" || type === "datetime" || type === "time") brought[name] = "$now";
      if (to === target) brought[name] = this.#pick(rows);
    }
    return brought;
  }

  /** Effects that make rows of models of which the request brings whatever must be there. */
  #creates(subject: Subject): EffectManifest[] {
    return this.#entries.flatMap(({ label, models }) =>
      models.flatMap(({ name, model }): EffectManifest[] => {
        const values = this.#brought(model, subject);
        const ties = Object.keys(values).filter(
          (field) => asLong(model.fields[field] ?? "json").to === subject.target,
        );
        const isWhole = Object.entries(model.fields).every(
          ([field, manifest]) => field in values || !isRequired(asLong(manifest)),
        );
        // The one field that ties the row to the object is filled by itself.
        if (ties.length === 1) delete values[ties[0] ?? ""];
        return isWhole ? [{ create: `${label}.${name}`, values }] : [];
      }),
    );
  }

  #protections(): Pick<HandlerManifest, "rate_limit" | "audit" | "confirm_password"> {
    return {
      ...(this.#maybe(0.2) ? { rate_limit: { max_calls: 5, per_seconds: 60 } } : {}),
      ...(this.#maybe(0.2) ? { audit: true } : {}),
      ...(this.#maybe(0.2) ? { confirm_password: true } : {}),
    };
  }

  #opening(
    entry: Entry,
    model: string,
    kind: ViewManifest["kind"],
    row: ModelManifest | null,
  ): Pick<ViewManifest, "permission" | "public"> {
    if (this.#maybe()) return {};
    if (this.#maybe(0.2)) return { public: true };
    const actions = { list: "view", detail: "view", create: "add", update: "change" } as const;
    const action = actions[kind as keyof typeof actions] ?? "delete";
    return { permission: this.#permission(entry, model, action, row) };
  }

  /** @param row the model of the row that it is about, if there is one */
  #permission(
    entry: Entry,
    model: string,
    action: string,
    row: ModelManifest | null,
  ): PermissionRef {
    const [label, name] = (entry.root ?? `${entry.label}.${model}`).split(".") as [string, string];
    const codename = `${action}_${name.toLowerCase()}`;
    const right = this.#pick([codename, `${label}.${codename}`]);
    const specials = this.#entries
      .filter(({ root }) => root === null)
      .flatMap((other) =>
        other.models.flatMap(({ model: { permissions } }) =>
          Object.keys(permissions ?? {}).map((special) => `${other.label}.${special}`),
        ),
      );
    const other = specials.length > 0 ? this.#pick(specials) : right;
    const fact =
      row && this.#asksRows && this.#maybe(0.4)
        ? this.#rowCondition(`${entry.label}.${model}`, row)
        : null;
    if (fact !== null) {
      return this.#pick<PermissionRef>([
        { all: [right, fact] },
        { all: ["login", fact] },
        { any: [other, { all: [right, fact] }] },
        { all: [{ any: [right, other] }, fact] },
      ]);
    }
    return this.#pick<PermissionRef>([
      right,
      other,
      "none",
      { any: [right, other] },
      { all: [right, other] },
      { any: [other, { all: [right, { any: [other, right] }] }] },
    ]);
  }

  /** What can be asked of a row: its own fields, those of one that it refers to, or that refers to it. */
  #rowCondition(id: string, model: ModelManifest): PermissionRef | null {
    const own = Object.entries(model.fields);
    const facts = own.flatMap(([name, field]) => this.#facts(name, asLong(field)));
    for (const [name, field] of own) {
      const target = this.#modelOf(asLong(field).to);
      for (const [next, further] of Object.entries(target?.fields ?? {})) {
        facts.push(...this.#facts(`${name}.${next}`, asLong(further)));
      }
    }
    for (const { models } of this.#entries) {
      for (const { model: other } of models) {
        for (const field of Object.values(other.fields)) {
          const { to, related_name: related } = asLong(field);
          if (to !== id || related === undefined) continue;
          const meets = Object.entries(other.fields).flatMap(([name, each]) =>
            this.#facts(name, asLong(each)),
          );
          facts.push([related, null]);
          if (meets.length > 0) facts.push([related, Object.fromEntries(meets.slice(0, 2))]);
        }
      }
    }
    if (facts.length === 0) return null;
    const some = Object.fromEntries([
      this.#pick(facts),
      ...(this.#maybe() ? [this.#pick(facts)] : []),
    ]);
    return { row: some };
  }

  #facts(name: string, field: Exclude<FieldManifest, string>): [string, RowFact][] {
    const { type, choices = [] } = field;
    const facts: [string, RowFact][] = [];
    if (field.null) facts.push([name, null], [name, { not: null }]);
    if (type === "boolean") facts.push([name, this.#maybe()]);
    if (type === "integer") facts.push([name, [3, 7]], [name, { not: 7 }]);
    if (type === "user") facts.push([name, "$user"], [name, { not: "$user" }]);
    if (type === "choice") {
      const all = Array.isArray(choices) ? choices : Object.keys(choices);
      // In whose place others put a text of its own wherever it stands.
      const values = all.filter((value) => value !== "plain");
      if (values.length === 0) return facts;
      facts.push([name, this.#pick(values)], [name, { not: this.#pick(values) }]);
    }
    return facts;
  }

  #modelOf(id: string | undefined): ModelManifest | undefined {
    const models = this.#entries.flatMap(({ label, models: own }) =>
      own.map(({ name, model }) => ({ id: `${label}.${name}`, model })),
    );
    return models.find((each) => each.id === id)?.model;
  }

  #roles(): Pick<Manifest, "roles"> {
    const all = this.#entries.flatMap(({ label, models }) =>
      models.flatMap(({ name, model }) => [
        ...["add", "change", "delete", "view"].map(
          (action) => `${label}.${action}_${name.toLowerCase()}`,
        ),
        ...Object.keys(model.permissions ?? {}).map((codename) => `${label}.${codename}`),
      ]),
    );
    if (this.#maybe()) return {};
    const labels = this.#entries.filter(({ models }) => models.length > 0);
    const whole = labels.map(({ label }) => `${label}.*`).filter(() => this.#maybe(0.2));
    const some = () => [...all.filter(() => this.#maybe()), ...whole];
    return {
      roles: {
        reader: { permissions: some() },
        writer: { extends: "reader", permissions: some() },
        owner: { extends: ["writer"] },
      },
    };
  }

  #viewName(): string {
    return this.#maybe(0.3) ? `${this.#pick(VIEW_WORDS)}_${++this.#count}` : this.#name("view");
  }

  #name(stem: string): string {
    return `${stem}_${++this.#count}`;
  }

  #text(): string {
    return this.#pick(HOSTILE);
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#upTo(0, values.length - 1)] as T;
  }

  #upTo(min: number, max: number): number {
    const decision = this.#tape[this.#position++] ?? 0;
    return min + (decision % (max - min + 1));
  }

  #maybe(chance = 0.5): boolean {
    return this.#upTo(0, 99) >= 100 - chance * 100;
  }
}

/** The row that an action or event is about, and how it can be named. */
interface Subject {
  model: ModelManifest;
  /** `label.Model`. */
  target: string;
  rows: readonly string[];
}

/** A new row needs a value for it. */
function isRequired({ null: mayBeEmpty, default: preset, type }: Exclude<FieldManifest, string>) {
  return !mayBeEmpty && preset === undefined && type !== "boolean";
}

/** The fields that effects change which may be about the model's rows. */
function changedBy(views: readonly ViewManifest[], { fields }: ModelManifest): string[] {
  const effects = views.flatMap(({ effect, handlers = {} }) => [
    effect,
    ...Object.values(handlers).map((handler) => handler.effect),
  ]);
  return Object.keys(fields).filter((name) =>
    effects.some((effect) => effect && JSON.stringify(effect).includes(`"${name}"`)),
  );
}

/** A form whose fields may all be closed to it names none. */
function askForSomething(view: ViewManifest, changed: readonly string[]): void {
  if (view.fields?.every((name) => changed.includes(name))) delete view.fields;
}

/** A form may have to leave the field out, so that a row must do without a value. */
function spare({ fields }: ModelManifest, name: string): void {
  const field = fields[name];
  if (field !== undefined) fields[name] = { ...asLong(field), null: true };
}

function asLong(field: FieldManifest): Exclude<FieldManifest, string> {
  return typeof field === "string" ? { type: field } : field;
}
