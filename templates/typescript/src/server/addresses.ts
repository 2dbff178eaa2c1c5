import { isIPv6 } from "node:net";

/**
 * Whom an address belongs to, for limits: an IPv4 address is one line, of IPv6 everybody has a whole
 * /64 and can send from any address in it.
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  // As a URL writes it: hexadecimal, in lower case, without zeros in front.
  const [bare = ""] = address.split("%", 1);
  const [left = "", right] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split("::");
  const groups = left.split(":").filter(Boolean);
  const after = (right ?? "").split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - groups.length - after.length }, () => "0");
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}
