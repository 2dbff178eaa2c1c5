import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../../templates/typescript/src/accounts/new-password.ts";
import { loadArgon2 } from "../../templates/typescript/src/accounts/passwords.ts";
import { checkPassword, createUser } from "../../templates/typescript/src/accounts/users.ts";
import { usernameOf } from "../../templates/typescript/src/accounts/usernames.ts";
import { migrate } from "../../templates/typescript/src/migrate.ts";
import { User } from "../../templates/typescript/src/database/tables.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Names and passwords, however a keyboard writes them.

describe("a name", () => {
  it.each([
    ["ada", "ada"],
    ["Ada.Lovelace+1@Example.org", "ada.lovelace+1@example.org"],
    ["ADA", "ada"],
    ["ＡＤＡ", "ada"],
    ["ｱﾀﾞ", "アダ"],
    ["Zoë", "zoë"],
    ["Zoe\u0308", "zoë"],
    ["ÅSA", "åsa"],
    ["Straße", "straße"],
    ["ΣΟΦΙΑΣ", "σοφιας"],
    ["Юлия", "юлия"],
    ["田中", "田中"],
    ["अनीता", "अनीता"],
    ["דוד", "דוד"],
    ["محمد٣", "محمد٣"],
    ["Anna Maria", "anna maria"],
    ["<b>'", "<b>'"],
    ["command-line", "command-line"],
  ])("%j is %j", (typed, name) => {
    expect(usernameOf(typed)).toBe(name);
  });

  it.each([
    ["nothing", ""],
    ["a space before", " ada"],
    ["a space behind", "ada "],
    ["two spaces", "a  b"],
    ["a space that is none", "a\u00a0b"],
    ["a wide space before", "\u3000ada"],
    ["a tab", "a\tb"],
    ["NUL", "a\0"],
    ["half a surrogate pair", "\ud800"],
    ["a joiner", "a\u200db"],
    ["a space without width", "a\u200bb"],
    ["a soft hyphen", "a\u00adb"],
    ["an override of direction", "a\u202eb"],
    ["a ligature", "ﬁnn"],
    ["a superscript", "ada²"],
    ["a roman numeral", "Ⅳ"],
    ["a picture", "ada🦄"],
    ["a middle dot", "l·l"],
    ["old Hangul", "\u1100\u1161\u11a8\u11a9"],
    ["both directions", "aדוד"],
    ["a digit before letters from the right", "1דוד"],
    ["two kinds of Arabic digits", "محمد٣۳"],
    ["151 characters", "x".repeat(151)],
    ["what a command is called", "command line (root)"],
    ["what a command is called, in capitals", "Command Line (root)"],
    ["what a command is called, in full width", "ｃommand line (root)"],
  ])("is not one with %s", (_what, typed) => {
    expect(usernameOf(typed)).toBeNull();
  });

  it("is the same when it is written again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (typed) => {
        const name = usernameOf(typed);
        if (name !== null) expect(usernameOf(name)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a new password", () => {
  it.each([
    ["1234567", "needs at least 8 characters"],
    ["🦄🦄🦄🦄", "needs at least 8 characters"],
    ["x".repeat(257), "at most 256 characters"],
    ["password1", "one of the first that anybody tries"],
    ["QwertyUIOP", "one of the first that anybody tries"],
    ["ｐassword1", "one of the first that anybody tries"],
    ["Ada.Lovelace", "may not be the name"],
  ])("may not be %j", async (password, sentence) => {
    expect(await faultOf(password, "ada.lovelace")).toContain(sentence);
  });

  it.each(["correct horse", "🦄🦄🦄🦄🦄🦄🦄🦄", "x7!kd92_", "пароль от сейфа"])(
    "may be %j",
    async (password) => {
      expect(await faultOf(password, "ada")).toBeNull();
    },
  );
});

let stub: StubApp;
beforeAll(async () => {
  stub = await startStubApp();
});
afterAll(() => stub.close());
beforeEach(async () => {
  await stub.database.db.delete(User);
});

const isRight = async (name: string, password: string) =>
  (await checkPassword(stub.database.db, name, password)) !== null;

describe("a password", () => {
  it("is right however it is composed, of a name however it is written", async () => {
    await createUser(stub.database.db, { username: "Zoë", password: "pässwörter ﬁnden" });
    for (const name of ["zoë", "ZOE\u0308", "Ｚoë"]) {
      expect(await isRight(name, "pässwörter ﬁnden".normalize("NFD")), name).toBe(true);
      expect(await isRight(name, "pässwörter finden"), name).toBe(true);
      expect(await isRight(name, "Pässwörter finden"), name).toBe(false);
    }
  });

  it("that was hashed as it came stays right", async () => {
    const composed = "pässwörter".normalize("NFD");
    const password = await (await loadArgon2()).hash(composed);
    await stub.database.db.insert(User).values({ username: "ada", password });
    expect(await isRight("ada", composed)).toBe(true);
    expect(await isRight("ada", composed.normalize("NFC"))).toBe(false);
  });

  it("that is very long takes no long time", async () => {
    const begun = performance.now();
    expect(await isRight("ada", "a" + "\u0315\u0300".repeat(250_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe("names of an earlier version", () => {
  const names = async () => {
    const rows = await stub.database.db.select({ name: User.username }).from(User);
    return rows.map(({ name }) => name).sort();
  };
  const have = (...all: string[]) =>
    stub.database.db.insert(User).values(all.map((username) => ({ username })));

  it("are rewritten when the database is migrated", async () => {
    await have("Ada", "bob", "Zoe\u0308", "Anna Maria");
    await migrate(stub.database);
    expect(await names()).toEqual(["ada", "anna maria", "bob", "zoë"]);
  });

  it("are listed when they would be the same, and nothing changes", async () => {
    await have("Ada", "ada", "BOB", "Bob", "Carla", "x🦄", "command line (root)");
    const before = await names();
    const failure = await migrate(stub.database).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(failure).toContain('"x🦄" is no name any more');
    expect(failure).toContain('"command line (root)" is no name any more');
    expect(failure).toContain('"Ada" would be the same as "ada"');
    expect(failure).toContain('"BOB" would be the same as "Bob"');
    expect(failure).toContain("npm run rename-user -- OLD NEW");
    expect(failure).not.toContain("Carla");
    expect(await names()).toEqual(before);
    await stub.database.db.update(User).set({ username: "ada.2" }).where(eq(User.username, "ada"));
  });
});
