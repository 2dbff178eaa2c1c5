/** Permissions of the project's own pages. Roles of the manifest do not hold them: `npm run grant`. */
export const AuditPermission = {
  /** Who did, or tried, what: names, rows and values of everybody. */
  ViewAuditLog: "auth.view_audit_log",
} as const;

export type AuditPermission = (typeof AuditPermission)[keyof typeof AuditPermission];
