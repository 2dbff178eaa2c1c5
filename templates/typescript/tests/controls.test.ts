import { type HTMLElement, parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCounting, tooManySets } from "./support/count.ts";
import {
  apps,
  type Control,
  type Effect,
  type Endpoint,
  endpoints,
  type Situation,
  visitorNamed,
  type Visitor,
} from "./support/matrix.ts";
import type { Person } from "./support/people.ts";
import { expectOffers, plantOffers } from "./support/offers.ts";
import { fillPath, makeRow, rowIn, rowTying, type Scene, setScene } from "./support/rows.ts";
import { inWords, situate } from "./support/situations.ts";
import { openStage, type Stage } from "./support/stage.ts";
import { arrive } from "./support/visit.ts";

// A link, button or event control is on the page exactly when its target lets the visitor in. A step
// is looked for on a row that it can move on.

const all = apps.flatMap(({ controls }) => controls);
const planned = all.flatMap(triesOf).flatMap(({ shown, hidden }) => [...shown, ...hidden]);
const count = startCounting("controls", planned.length);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

if (all.length === 0) it.skip("has no control to look at");

for (const app of apps) {
  for (const page of new Set(app.controls.map((control) => control.page))) {
    const controls = app.controls.filter((control) => control.page === page);
    const door = endpointOf(page, "GET");
    describe(page, () => {
      let scene: Scene;
      beforeAll(async () => {
        await stage.clear();
        const models = controls.flatMap(modelsOf);
        scene = await setScene(stage, door, models, new Map(), stepsOf(controls));
        await addEventRows(page, scene);
      });

      for (const control of controls) {
        const { kind, to } = control;
        if (control.sampled) count.notVerified(tooManySets(`${page}, ${kind} ${to}`));
        const target = kind === "event" ? undefined : targetOf(to);
        const leadsTo = target ?? eventOf(page, to);
        const open = async (name: string, is: Situation) => {
          const visitor = visitorNamed(app, name);
          const person = await arrive(stage, { endpoint: door, visitor, scene });
          if (target) await join(target, visitor, person, scene, door);
          await situate(stage, scene, is, person.id);
          const url = fillPath(door.path, door.params, scene);
          const answer = await stage.app.inject({ url, headers: { cookie: person.cookie } });
          expect(answer.statusCode, `${page} is open to them`).toBe(200);
          const main = parse(answer.body).querySelector("main");
          if (!main) throw new Error(`${page} has no <main>.`);
          return { main, person };
        };
        for (const { when, is, shown, hidden } of triesOf(control)) {
          for (const name of shown) {
            it(`${kind} ${to} · ${when}${name} · shown`, async () => {
              const visitor = visitorNamed(app, name);
              const offers = await plantOffers(stage, control, leadsTo, scene, visitor);
              const { main, person } = await open(name, is);
              const found = find(main, control, scene);
              expect(found).not.toHaveLength(0);
              for (const element of found) expectWrite(control, element);
              if (found[0]) expectOffers(found[0], offers);
              await expectTarget(target, control, scene, person, true);
              count.control(`${page} ${kind} ${to}`, name);
            });
          }
          for (const name of hidden) {
            it(`${kind} ${to} · ${when}${name} · hidden`, async () => {
              const { main, person } = await open(name, is);
              expect(find(main, control, scene)).toHaveLength(0);
              if (control.otherwise) expect(words(main)).toContain(squeeze(control.otherwise));
              await expectTarget(target, control, scene, person, false);
              count.control(`${page} ${kind} ${to}`, name);
            });
          }
        }
      }
    });
  }
}

/** Who is to see it and who is not, for each thing that is so of its rows. */
function triesOf({ situation = [], shown, hidden, rows = [] }: Control) {
  return [
    { when: "", is: situation, shown, hidden },
    ...rows.map((row) => ({ when: `${inWords(row.is)} · `, ...row })),
  ];
}

/** The controls of that kind on the page that lead to the very target. */
function find(main: HTMLElement, control: Control, scene: Scene): HTMLElement[] {
  const path = fillPath(control.path ?? "", control.params ?? {}, scene);
  if (control.kind === "event") return main.querySelectorAll(`[data-event="${control.to}"]`);
  const [tag, attribute] = control.kind === "link" ? ["a", "href"] : ["form", "action"];
  return main
    .querySelectorAll(tag)
    .filter((element) => element.getAttribute(attribute)?.split("?", 1)[0] === path);
}

/** What writes has a key, so that it is done once, and says what it saw of the row it changes. */
function expectWrite({ kind, page, to }: Control, element: HTMLElement): void {
  if (kind === "link") return;
  const door = endpoints.find(({ view, event, method }) =>
    kind === "event" ? view === page && event === to : view === to && method === "POST",
  );
  const field = (name: string) =>
    element.querySelector(`input[name="${name}"]`)?.getAttribute("value");
  const values =
    kind === "event"
      ? (JSON.parse(element.getAttribute("hx-vals") ?? "{}") as Record<string, string>)
      : { _key: field("_key"), _seen: field("_seen") };
  expect(values["_key"], "its key").toMatch(/./);
  const changes = ["toggle", "advance", "change"].includes(door?.effect?.kind ?? "open");
  if (changes) expect(values["_seen"], "what it saw").toMatch(/./);
}

/** A shown link opens, a hidden one does not; what changes data is tried in permissions.test.ts. */
async function expectTarget(
  target: Endpoint | undefined,
  control: Control,
  scene: Scene,
  person: Person,
  opens: boolean,
): Promise<void> {
  if (target?.method !== "GET") return;
  const url = fillPath(control.path ?? "", control.params ?? {}, scene);
  stage.passages.forget();
  const answer = await stage.app.inject({ url, headers: { cookie: person.cookie } });
  const isOpen = stage.passages.at(target).includes("entered");
  expect(isOpen, `${url} answers ${answer.statusCode}`).toBe(opens);
}

function endpointOf(view: string, method: Endpoint["method"]): Endpoint {
  const found = endpoints.find((one) => one.view === view && one.method === method);
  if (!found) throw new Error(`The matrix has no ${view} ${method}.`);
  return found;
}

function targetOf(view: string): Endpoint {
  const isAction = !endpoints.some((one) => one.view === view && one.method === "GET");
  return endpointOf(view, isAction ? "POST" : "GET");
}

/** The models whose rows the control's address names. */
function modelsOf({ params = {} }: Control): string[] {
  return Object.values(params).flatMap((input) => {
    if ("row" in input) return [input.row];
    return "field" in input ? [input.of] : [];
  });
}

/** What the controls do to a row that they move on. */
function stepsOf(controls: readonly Control[]): Effect[] {
  return controls.flatMap(({ page, kind, to }) => {
    const { effect } = kind === "event" ? eventOf(page, to) : targetOf(to);
    return effect?.kind === "advance" ? [effect] : [];
  });
}

function eventOf(page: string, event: string): Endpoint {
  const found = endpoints.find((one) => one.view === page && one.event === event);
  if (!found) throw new Error(`The matrix has no event ${event} of ${page}.`);
  return found;
}

/** Rows that the page's events are about, so that their controls have a place to stand. */
async function addEventRows(page: string, scene: Scene): Promise<void> {
  for (const event of endpoints.filter(({ view, method }) => view === page && method === "EVENT")) {
    for (const [model, row] of await setScene(stage, event, [], scene)) scene.set(model, row);
  }
}

/** Makes the person a member of what the control's target is about, or of another such row. */
async function join(
  { member, object }: Endpoint,
  { membership }: Visitor,
  person: Person,
  scene: Scene,
  door: Endpoint,
): Promise<void> {
  if (!member || !object || person.id === null || membership === "none") return;
  // Whoever was let into the page by the same rule is a member already.
  if (door.member?.model === member.model && door.object?.model === object.model) return;
  const row =
    membership === "another" ? await makeRow(stage, object.model) : rowIn(scene, object.model);
  await rowTying(stage, member, person.id).add(member.object, row.id);
}

const words = (element: HTMLElement) => squeeze(element.text);
const squeeze = (text: string) => text.replaceAll(/\s+/g, " ").trim();
