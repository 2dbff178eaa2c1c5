import { describe, expect, test } from "vitest";
import { toggleWords } from "../../../generators/screens/toggle-words.ts";
import { app, field, indexed, model } from "../fixture-project.ts";
import { readable } from "./readable.ts";

function wordsOf(name: string, of: string, verboseName: string | null = null): unknown {
  const index = indexed(
    app("shop", [model("shop", "Order", [field(of, "boolean", { verboseName })])]),
  );
  const [safe] = index.model({ label: "shop", model: "Order" }).fields;
  return readable(safe && toggleWords(name, safe));
}

describe("a button that flips a field says what it will do", () => {
  test.each([
    ["lock", "is_locked", "Lock", "Unlock"],
    ["insure", "is_insured", "Insure", "Mark as not insured"],
    ["unlock", "is_locked", "Lock", "Unlock"],
    ["lock_order", "is_locked", "Lock order", "Unlock order"],
    ["unlock_order", "is_locked", "Lock order", "Unlock order"],
    ["freeze", "is_locked", "Lock", "Unlock"],
    ["toggle_open", "is_open", "Open", "Close"],
    ["archive", "active", "Activate", "Deactivate"],
    ["approve", "approved", "Approve", "Mark as not approved"],
    ["ship", "is_shipped", "Ship", "Mark as not shipped"],
    ["verify_buyer", "verified", "Verify buyer", "Mark as not verified"],
    ["toggle_urgency", "is_urgent", "Mark as urgent", "Mark as not urgent"],
    ["switch", "was_ever_late", "Mark as ever late", "Mark as not ever late"],
    ["go_live", "live", "Set “Live”", "Clear “Live”"],
    ["change", "has_lid", "Set “Has lid”", "Clear “Has lid”"],
    ["change", "is_not_paid", "Set “Is not paid”", "Clear “Is not paid”"],
    ["change", "constructor", "Set “Constructor”", "Clear “Constructor”"],
    ["x", "is_", "Set “Is”", "Clear “Is”"],
  ])("%s on %s: “%s” at first, then “%s”", (name, of, set, clear) => {
    expect(wordsOf(name, of)).toEqual({ set, clear });
  });

  test("a field is called by its verbose name where there is no verb for it", () => {
    expect(wordsOf("change", "lid", "`${lid}`")).toEqual({
      set: "Set “`${lid}`”",
      clear: "Clear “`${lid}`”",
    });
  });
});
