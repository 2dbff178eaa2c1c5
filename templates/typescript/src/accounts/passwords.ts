/** Passwords become argon2id hashes, by a package with compiled code. */
type Argon2 = typeof import("@node-rs/argon2");

/** The package has no part for this machine; the message says what to do. */
export class NotInstalled extends Error {
  constructor(cause: unknown) {
    super(
      "@node-rs/argon2, which checks passwords, has no compiled part for this machine. It is left " +
        "out when node_modules or the lock file comes from another system: remove both and install again.",
      { cause },
    );
  }
}

let loading: Promise<Argon2> | undefined;

/**
 * Loads the package, once: not by an import at the top, which could only fail with a stack trace.
 *
 * @throws NotInstalled
 */
export function loadArgon2(): Promise<Argon2> {
  loading ??= import("@node-rs/argon2").catch((error: unknown) => {
    throw new NotInstalled(error);
  });
  return loading;
}

/** The same characters from every keyboard: those that are composed, or of another width, too. */
const prepare = (password: string) => password.normalize("NFKC");

/** Normalizing more than that would take long, and nobody's password is. */
const MOST_TYPED = 4096;

/** @param options of the package: `salt`, if it is not to be random */
export async function hash(password: string, options?: { salt: Buffer }): Promise<string> {
  return (await loadArgon2()).hash(prepare(password), options);
}

export async function verify(hashed: string, password: string): Promise<boolean> {
  const argon2 = await loadArgon2();
  if (password.length > MOST_TYPED) return (await argon2.verify(hashed, "")) && false;
  const prepared = prepare(password);
  if (await argon2.verify(hashed, prepared)) return true;
  // As earlier versions hashed it.
  return prepared !== password && argon2.verify(hashed, password);
}
