import { usernameOf } from "./usernames.ts";

const FEWEST = 8;
const MOST = 256;

/** Why this cannot be the password of the user with that name; null: it can. */
export async function faultOf(password: string, username: string): Promise<string | null> {
  const { length } = [...password];
  if (length < FEWEST) return `The password needs at least ${FEWEST} characters.`;
  if (length > MOST) return `The password may have at most ${MOST} characters.`;
  const plain = password.normalize("NFKC").toLowerCase();
  if (plain === username || usernameOf(plain) === username) {
    return "The password may not be the name.";
  }
  return (await commonPasswords()).has(plain)
    ? "That password is one of the first that anybody tries: choose another one."
    : null;
}

let loading: Promise<ReadonlySet<string>> | undefined;

/** Some ten thousand, from a package; loaded when a password is chosen, which is rarely. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"].map((each) => each.toLowerCase())),
  );
  return loading;
}
