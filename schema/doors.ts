import type { Guard, Project } from "./project.ts";

/** What somebody may come through: a page or action by its view, or an event on a live page. */
export interface Door {
  /** `label.view` or `label.view.event`. */
  name: string;
  /** What it asks, one after the other: an event is reached through its page. */
  guards: readonly Guard[];
  /** Its name before the manifest's `renamed_from`; null: the same. */
  former: string | null;
}

/** Every door of the project, in the manifest's order. */
export function doorsOf({ apps }: Pick<Project, "apps">): Door[] {
  return apps.flatMap(({ label, views }) =>
    views.flatMap(({ id, guard, handlers, renamedFrom }) => {
      const former = renamedFrom === null ? null : `${label}.${renamedFrom}`;
      return [
        { name: id, guards: [guard], former },
        ...handlers.map((handler) => ({
          name: `${id}.${handler.name}`,
          guards: [guard, handler.guard],
          former:
            former === null && handler.renamedFrom === null
              ? null
              : `${former ?? id}.${handler.renamedFrom ?? handler.name}`,
        })),
      ];
    }),
  );
}

/** Whether a door's name is meant: `*` is any name, at the end everything below. */
export function isMeant(pattern: string, name: string): boolean {
  const wanted = pattern.split(".");
  const steps = name.split(".");
  const isOpen = wanted.at(-1) === "*";
  if (isOpen ? steps.length < wanted.length : steps.length !== wanted.length) return false;
  return wanted.every((step, place) => step === "*" || step === steps[place]);
}
