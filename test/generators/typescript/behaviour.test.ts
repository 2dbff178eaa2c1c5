import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { testdir } from "../../support/testdir.ts";

const fixture = join(import.meta.dirname, "fixtures", "shop");
const read = (name: string) => readFileSync(join(fixture, name), "utf8");

/** What happened on a tour through the project generated from fixtures/shop; see tour.ts there. */
async function tour(): Promise<Record<string, unknown>> {
  const dir = testdir({ "spire.yaml": read("spire.yaml"), "tour.ts": read("tour.ts") });
  await regenerate(dir);
  linkOwnPackages(dir);
  const { stdout } = await execa("node", ["--import", "tsx", "tour.ts"], { cwd: dir });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("in a running generated project", async () => {
  const said = await tour();

  test("an empty list says so", () => {
    expect(said.emptyList).toBe("No shelves yet.");
  });

  test("a saved form leads to the list, or home where the list is closed to the visitor", () => {
    expect(said.created).toMatchObject({ status: 303, location: "/shelves/" });
    expect(said.itemAdded).toMatchObject({ status: 303, location: "/shelves/1/" });
    expect(said.addedByAdder).toMatchObject({ status: 303, location: "/" });
  });

  test("a value that is taken and a value that is wrong are errors of their fields", () => {
    const marked = "Please look at the marked fields again.";
    expect(said.sameCode).toMatchObject({ status: 422, errors: [marked, "This already exists."] });
    expect(said.badCount).toMatchObject({
      status: 422,
      errors: [marked, "Enter a whole number from -2147483648 to 2147483647."],
    });
  });

  test("rows stay inside the object of the path, whatever the form says", () => {
    expect(said.itemShelf).toBe(1);
    expect([said.foreignShelf, said.ownShelf]).toEqual([404, 200]);
    expect(said.moved).toEqual([303, 1]);
  });

  test("a toggle turns unknown into yes and loses no turn when several come at once", () => {
    expect(said.toggled).toEqual([true, false, true]);
    expect(said.togglesAtOnce).toBe(true);
  });

  test("an advance stops at the last choice", () => {
    expect(said.advanced).toEqual([
      [303, "used"],
      [303, "broken"],
      [409, "broken"],
    ]);
  });

  test("a button says what it will do, and a step that is not possible is not offered", () => {
    expect(said.buttons).toEqual([
      [
        ["Check", "Check x"],
        ["Next", "Next x"],
        ["Recount", "Recount x"],
      ],
      [
        ["Uncheck", "Uncheck x"],
        ["Recount", "Recount x"],
      ],
    ]);
  });

  test("an action takes its params, all of them and no others", () => {
    expect(said.recounted).toEqual([303, 12, 422, 422]);
  });

  test("a row that others protect is kept with 409, a free one is deleted", () => {
    expect(said.protectedShelf).toBe(409);
    expect(said.freeShelf).toMatchObject({ status: 303, location: "/shelves/" });
    expect(said.shelvesLeft).toBe(1);
  });

  test("a protected form asks for the password, keeps what was typed, and writes when it is sent again", () => {
    expect(said.beforeRenaming).toEqual([403, "Rename shelf “A <b>”", 200, 403, "C", "A <b>"]);
    expect(said.renamed).toEqual([303, "C"]);
  });

  test("a form that is sent too often is shown again and writes nothing", () => {
    expect(said.renamedTooOften).toEqual([429, "D", "C"]);
  });

  test("an audited form leaves what was typed, whatever came of it", () => {
    expect(said.renamings).toEqual([
      ["refused", "A <b>", { name: "C" }],
      ["allowed", "A <b>", { name: "C" }],
      ["refused", "C", { name: "D" }],
    ]);
  });

  test("links are shown to those who may open them; to members the member-only ones", () => {
    expect(said.keeperLinks).toEqual([
      "/shelves/new/",
      "/shelves/1/",
      "/shelves/1/drop/",
      "/shelves/1/desk/",
    ]);
    expect(said.adderLinks).toEqual([]);
    expect(said.adderText).toBe("Not yours to drop");
  });

  test("row links are told apart by the row's name, which is text and no markup", () => {
    expect(said.names).toEqual(["Items A <b>", "Drop shelf A <b>", "Desk A <b>"]);
    expect(said.markup).toBe(0);
  });

  test("a long list comes in pages", () => {
    expect(said.pages).toEqual([
      ["", 50, "1–50 of 122", ["Next", "Last"]],
      ["?_page=2", 50, "51–100 of 122", ["First", "Previous", "Next", "Last"]],
      ["?_page=3", 22, "101–122 of 122", ["First", "Previous"]],
      ["?_page=4", 22, "101–122 of 122", ["First", "Previous"]],
      ["?_page=0", 50, "1–50 of 122", ["Next", "Last"]],
      ["?_page=x", 50, "1–50 of 122", ["Next", "Last"]],
    ]);
  });

  test("a list is ordered by the head of a column, and says so", () => {
    expect(said.turned).toEqual([
      "p81",
      [["Code", "ascending"]],
      [
        "/shelves/1/?_sort=-code",
        "/shelves/1/?_sort=checked",
        "/shelves/1/?_sort=state",
        "/shelves/1/?_sort=count",
      ],
    ]);
  });

  test("Cancel and a save lead back to the list as it was left, and nowhere else", () => {
    expect(said.kept).toEqual([
      "/shelves/1/add/?_list=_sort%3Dcode%26_page%3D3",
      "/shelves/1/?_sort=code&_page=3",
      "/shelves/1/?_sort=code&_page=3",
    ]);
    expect(said.ledAway).toMatch(/^\/shelves\/1\/\?[!-~]+$/);
  });
});
