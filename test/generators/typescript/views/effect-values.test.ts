import { expect, test } from "vitest";
import { screensOf } from "../../../../generators/screens/screens.ts";
import { viewSpecs } from "../../../../generators/typescript/views/view-files.ts";
import type { EffectValue, RequestValue } from "../../../../schema/project.ts";
import { app, field, indexed, model, view } from "../../fixture-project.ts";
import { reference } from "../../screens/shop.ts";

const BOX = { label: "depot", model: "Box" };
const ITEM = { label: "depot", model: "Item" };
const models = [
  model("depot", "Box", [field("name", "string")]),
  model("depot", "Item", [
    reference("box", BOX),
    reference("like", ITEM),
    field("taker", "user"),
    field("taken_at", "datetime"),
    field("taken_on", "date"),
    field("taken_time", "time"),
  ]),
];

/** What an action on an item in a box sets its fields to, in code. */
function setTo(brought: Record<string, RequestValue>): string {
  const values = Object.entries(brought).map(([name, request]): [string, EffectValue] => [
    name,
    { request },
  ]);
  const take = view("depot.take", "action", {
    path: "/box/<int:box_id>/<int:pk>/take/",
    model: ITEM,
    rowKey: "pk",
    object: { model: BOX, key: "box_id" },
    scopeField: "box",
    effect: { kind: "set", values: Object.fromEntries(values) },
  });
  const index = indexed(app("depot", models, [take]));
  const [screens] = screensOf(index).apps;
  if (screens === undefined) throw new Error("the project has no app");
  const [spec] = viewSpecs(index, screens.app, screens) as { context: { effect: string } }[];
  return (spec?.context.effect ?? "").replaceAll(/await [^]*?set\(|\)\.where.*/g, "");
}

test("the visitor, the row and the object are stored by their ids", () => {
  expect(setTo({ taker: "user" })).toBe("{ taker_id: this.user.id }");
  expect(setTo({ like: "row" })).toBe("{ like_id: this.row.id }");
  expect(setTo({ box: "object" })).toBe("{ box_id: this.object.id }");
});

test("days and times are those of the project's zone", () => {
  expect(setTo({ taken_at: "now" })).toBe("{ taken_at: new Date() }");
  expect(setTo({ taken_on: "now" })).toBe("{ taken_on: dayAt(new Date(), timeZone) }");
  expect(setTo({ taken_time: "now" })).toBe("{ taken_time: clockAt(new Date(), timeZone) }");
});

test("a request has one moment, however often it is stored", () => {
  expect(setTo({ taken_at: "now", taken_on: "now" })).toBe(
    "const now = new Date();\n{ taken_at: now, taken_on: dayAt(now, timeZone) }",
  );
});
