import { expect, test } from "vitest";
import { choicesOf, inputChoices, modelChoices } from "../../../generators/screens/choices.ts";
import type { Field, Param } from "../../../schema/project.ts";
import { app, field, indexed, model, view } from "../fixture-project.ts";
import { PRODUCT } from "./shop.ts";
import { readable } from "./readable.ts";

function index(choice: Partial<Field>, param: Partial<Param> = {}) {
  const input: Param = {
    name: "to",
    type: "choice",
    maxLength: null,
    choices: ["open", "in_review"],
    choiceLabels: [],
    to: null,
    offer: null,
    ...param,
  };
  const models = [model("shop", "Product", [field("state", "choice", choice)])];
  return indexed(app("shop", models, [view("shop.move", "action", { params: [input] })]));
}

/** What people read for each of the values. */
function labelsOf(choices: string[], choiceLabels: string[] = []): unknown[] {
  const state = index({ choices, choiceLabels }).model(PRODUCT).fields[0];
  if (state === undefined) throw new Error("the model has no field");
  return choicesOf(state).map(({ label }) => readable(label));
}

/** What people read for the choices of an input. */
function read(param: Partial<Param>, fed: Partial<Field> | null): unknown[] {
  const project = index(fed ?? {}, param);
  const input = project.view("shop.move").params[0];
  const state = fed === null ? undefined : project.model(PRODUCT).fields[0];
  if (input === undefined) throw new Error("the action has no input");
  return inputChoices(input, state).map(({ label }) => readable(label));
}

test("a choice is read as its label, where the manifest says one", () => {
  expect(labelsOf(["draft", "in_review"], ["Draft", "Waiting for review"])).toEqual([
    "Draft",
    "Waiting for review",
  ]);
});

test("a choice that is a name is read as words", () => {
  expect(labelsOf(["in_review", "in use", "IN_PROGRESS", "t-shirt", "über_all"])).toEqual([
    "In review",
    "In use",
    "In progress",
    "T-shirt",
    "Über all",
  ]);
});

test("a choice that a person has written as a text is left as it is", () => {
  const texts = ["New York", "iPhone", "XL", "a@b.io", "__proto__", "${x}", " ", "it's"];
  expect(labelsOf(texts)).toEqual(texts);
});

test("choices that would read the same are left as they are", () => {
  expect(labelsOf(["in_review", "in review", "done"])).toEqual(["in_review", "in review", "Done"]);
});

test("an input's choices are read as those of the field that it is written to", () => {
  const fed = { choices: ["in_review"], choiceLabels: ["Waiting for review"] };
  expect(read({}, fed)).toEqual(["Open", "Waiting for review"]);
  expect(read({ choiceLabels: ["Reopen", "Send off"] }, fed)).toEqual(["Reopen", "Send off"]);
  expect(read({}, null)).toEqual(["Open", "In review"]);
});

test("an app's choices are those of its models that have any", () => {
  const note = model("shop", "Note", [field("body", "text")]);
  const state = field("state", "choice");
  const safe = indexed(app("shop", [note, model("shop", "Product", [state])])).app("shop");
  expect(readable(modelChoices(safe))).toEqual([
    {
      model: "Product",
      fields: [
        {
          field: "state",
          choices: [
            { value: "draft", label: "Draft" },
            { value: "closed", label: "Closed" },
          ],
        },
      ],
    },
  ]);
});
