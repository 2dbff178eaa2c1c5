/** Where tests make databases; a superuser, so that they can be dropped whoever uses them. */
export const postgresServer =
  process.env["SPIRE_TEST_POSTGRES"] ?? "postgres://postgres@127.0.0.1:5432/postgres";
