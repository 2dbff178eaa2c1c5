/** What is wrong with a decimal, in a sentence: nothing is rounded, so it has to be said. */

/** Digits, with commas and points among them. */
const WITH_COMMA = /^[+-]?\d[\d.,]*$/;

/**
 * @param before how many digits there may be before the point
 * @param places how many after it
 */
export function misfit(sent: string, before: number, places: number): string {
  if (sent.includes(",") && WITH_COMMA.test(sent)) return `Write ${withPoint(sent)}.`;
  const [, whole, fraction = ""] = /^[+-]?0*(\d*)(?:\.(\d*))?$/.exec(sent) ?? [];
  if (whole === undefined || whole + fraction === "") {
    return places === 0 ? "Enter a whole number." : "Enter a number, like 1.5.";
  }
  if (fraction.length > places) {
    return places === 0
      ? "Enter a whole number, without a point."
      : `Use at most ${counted(places)} after the point: nothing is rounded.`;
  }
  return `Use at most ${counted(before)} before the point.`;
}

const counted = (digits: number) => (digits === 1 ? "1 digit" : `${digits} digits`);

/** The last comma or point is taken for the point, unless it stands between thousands only. */
function withPoint(sent: string): string {
  const at = Math.max(sent.lastIndexOf(","), sent.lastIndexOf("."));
  const plain = (text: string) => text.replaceAll(/[.,]/g, "");
  const decimal = `${plain(sent.slice(0, at))}.${plain(sent.slice(at))}`;
  const isOneKind = !(sent.includes(",") && sent.includes("."));
  if (isOneKind && sent.indexOf(",") !== at) return `${plain(sent)}, without commas`;
  return isOneKind && /,\d{3}$/.test(sent)
    ? `${decimal} with a point, or ${plain(sent)} without a comma`
    : `${decimal} with a point`;
}
