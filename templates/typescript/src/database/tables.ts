import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  varchar,
} from "drizzle-orm/pg-core";

// The runtime's own tables; their SQL names begin with `auth_`.

export const User = pgTable("auth_user", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  username: varchar({ length: 150 }).notNull().unique(),
  /** argon2id; null for a user who cannot log in with a password. */
  password: text(),
  is_active: boolean().notNull().default(true),
  is_superuser: boolean().notNull().default(false),
  created_at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** A role of the manifest, or a group somebody made. */
export const Group = pgTable("auth_group", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: varchar({ length: 150 }).notNull().unique(),
});

export const GroupPermission = pgTable(
  "auth_group_permission",
  {
    group_id: integer()
      .notNull()
      .references(() => Group.id, { onDelete: "cascade" }),
    permission: varchar({ length: 255 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.group_id, table.permission] })],
);

export const UserGroup = pgTable(
  "auth_user_group",
  {
    user_id: integer()
      .notNull()
      .references(() => User.id, { onDelete: "cascade" }),
    group_id: integer()
      .notNull()
      .references(() => Group.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.user_id, table.group_id] }), index().on(table.group_id)],
);

export const UserPermission = pgTable(
  "auth_user_permission",
  {
    user_id: integer()
      .notNull()
      .references(() => User.id, { onDelete: "cascade" }),
    permission: varchar({ length: 255 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.user_id, table.permission] })],
);

export const Session = pgTable(
  "auth_session",
  {
    /** SHA-256 of the session id, so that reading this table steals no session. */
    id: varchar({ length: 64 }).primaryKey(),
    user_id: integer()
      .notNull()
      .references(() => User.id, { onDelete: "cascade" }),
    created_at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    confirmed_at: timestamp({ withTimezone: true }),
    /** Up to a minute late. */
    last_seen_at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Ends sooner when it was not used for so long; null: never. */
    idle_minutes: integer(),
    expires_at: timestamp({ withTimezone: true }).notNull(),
    /** Of the login, for its owner to know it by. */
    address: text().notNull().default(""),
    browser: text().notNull().default(""),
  },
  (table) => [index().on(table.user_id), index().on(table.expires_at)],
);

/** Who did, or tried, what. Rows outlive their users. */
export const AuditEntry = pgTable(
  "auth_audit",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    user_id: integer().references(() => User.id, { onDelete: "set null" }),
    username: varchar({ length: 150 }).notNull(),
    /** Class and method, e.g. `TeamAdminView.remove_member`. */
    action: text().notNull(),
    /** The path of the page it happened on. */
    target: text().notNull(),
    /** What the page's row was called then; it may be gone. "" where nothing names it. */
    target_name: text().notNull().default(""),
    params: jsonb().notNull(),
    outcome: varchar({ length: 10, enum: ["allowed", "denied", "refused"] }).notNull(),
    /** How often the same was tried again soon after, and did not come about either. */
    repeats: integer().notNull().default(0),
  },
  // The log is read newest first, of all, or of one user, action or outcome.
  (table) => [
    index().on(table.at),
    index().on(table.username, table.id),
    index().on(table.action, table.id),
    index().on(table.outcome, table.id),
  ],
);

/** Calls counted by rate-limiter-flexible, which asks for these columns in this order. */
export const RateLimit = pgTable(
  "auth_rate_limit",
  {
    key: varchar({ length: 255 }).primaryKey(),
    points: integer().notNull().default(0),
    /** Milliseconds since 1970. */
    expire: bigint({ mode: "number" }),
  },
  (table) => [index().on(table.expire)],
);

/** What was written, for a day: so that nothing is done twice, and people learn who came first. */
export const Write = pgTable(
  "auth_write",
  {
    /** SHA-256 of user, endpoint, key and values; a random one where there is no key. */
    id: varchar({ length: 64 }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    user_id: integer().references(() => User.id, { onDelete: "cascade" }),
    /** Table and id of the row that was changed, and which of its columns. */
    target: text(),
    columns: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** How it was answered; null: not at all, the page was shown again. */
    answer: jsonb(),
  },
  (table) => [index().on(table.target, table.at), index().on(table.at), index().on(table.user_id)],
);
