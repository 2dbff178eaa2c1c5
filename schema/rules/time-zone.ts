import type { Rule } from "./rule.ts";
import { didYouMean } from "../suggest.ts";

/** SP339: a time zone that the IANA database does not have. */
export const timeZone: Rule = ({ index }, report) => {
  const { time_zone: zone } = index.manifest.project;
  if (zone === undefined || isZone(zone)) return;
  const message = `There is no time zone ${JSON.stringify(zone)}.`;
  report("SP339", ["project", "time_zone"], message, {
    hint: suggestion(zone) ?? "Write a name of the IANA database, such as `Europe/Berlin`.",
  });
};

const KNOWN: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** Whether the name is one, in its own spelling: some systems tell capitals apart. */
function isZone(name: string): boolean {
  if (KNOWN.includes(name)) return true;
  if (!/^[A-Z][A-Za-z]+\//.test(name) || KNOWN.some((known) => isAlike(known, name))) return false;
  try {
    // Other names of the same zones: Asia/Calcutta.
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function suggestion(wrong: string): string | undefined {
  const city = (name: string) => name.slice(name.lastIndexOf("/") + 1).replaceAll("_", " ");
  const near = KNOWN.find((known) => isAlike(known, wrong) || isAlike(city(known), city(wrong)));
  return near === undefined ? didYouMean(wrong, KNOWN) : `Did you mean \`${near}\`?`;
}

const isAlike = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
