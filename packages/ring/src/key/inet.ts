/**
 * The 4 or 16 bytes of an IPv4 or IPv6 address as `InetAddress.getByName` reads it, or `undefined`; an IPv4-mapped IPv6 address becomes 4 bytes.
 * The names of hosts and of interfaces, which only the server's machine knows, are none.
 */
export function encodeInet(text: string): Uint8Array | undefined {
  const address = /^\[(.*:.*)\]$/.exec(text)?.[1] ?? text;
  if (!address.includes(':')) return ipv4(address, 1);
  const groups = ipv6Groups(address.replace(/%\d+$/, ''));
  if (groups === undefined) return undefined;
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]));
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.slice(12) : bytes;
}

/** Decimal numbers between dots; with fewer than four, the last one stands for all bytes that are left. */
function ipv4(text: string, fewest: number): Uint8Array | undefined {
  const parts = text.split('.');
  if (text.length > 15 || parts.length > 4 || parts.length < fewest || !parts.every((part) => /^\d+$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  const last = numbers.pop() as number;
  const left = 4 - numbers.length;
  if (numbers.some((number) => number > 255) || last >= 256 ** left) return undefined;
  const bytes = [...numbers, ...Array.from({ length: left }, (_, at) => Math.floor(last / 256 ** (left - 1 - at)) % 256)];
  return Uint8Array.from(bytes);
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, at) => groupsOf(half, at === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** The 16-bit groups of a part of an address; the last part may end in dotted decimals. */
function groupsOf(part: string, last: boolean): number[] | undefined {
  if (part === '') return [];
  const pieces = part.split(':');
  const dotted = last && pieces.at(-1)?.includes('.') ? ipv4(pieces.pop() as string, 4) : new Uint8Array();
  if (dotted === undefined || !pieces.every((piece) => /^0*[0-9a-f]{1,4}$/i.test(piece))) return undefined;
  const [a, b, c, d] = dotted;
  const end = a === undefined ? [] : [(a << 8) | (b as number), ((c as number) << 8) | (d as number)];
  return [...pieces.map((piece) => Number.parseInt(piece, 16)), ...end];
}
