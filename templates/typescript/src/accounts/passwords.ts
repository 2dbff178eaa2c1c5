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

/** @param options of the package: `salt`, if it is not to be random */
export async function hash(password: string, options?: { salt: Buffer }): Promise<string> {
  return (await loadArgon2()).hash(password, options);
}

export async function verify(hashed: string, password: string): Promise<boolean> {
  return (await loadArgon2()).verify(hashed, password);
}
