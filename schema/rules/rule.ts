import type { Report } from "../report.ts";
import type { Resolution } from "../resolve/resolve.ts";

/** Looks at the resolved manifest and reports what it finds; never throws, never stops early. */
export type Rule = (resolution: Resolution, report: Report) => void;
