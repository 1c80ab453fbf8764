/** The 4 or 16 bytes of an IPv4 or IPv6 address, or `undefined`; an IPv4-mapped IPv6 address becomes 4 bytes, as Java has it. */
export function encodeInet(text: string): Uint8Array | undefined {
  if (!text.includes(':')) return ipv4(text);
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]));
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.slice(12) : bytes;
}

function ipv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return valid ? Uint8Array.from(parts, Number) : undefined;
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
  const dotted = last && pieces.at(-1)?.includes('.') ? ipv4(pieces.pop() as string) : new Uint8Array();
  if (dotted === undefined || !pieces.every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return undefined;
  const [a, b, c, d] = dotted;
  const end = a === undefined ? [] : [(a << 8) | (b as number), ((c as number) << 8) | (d as number)];
  return [...pieces.map((piece) => Number.parseInt(piece, 16)), ...end];
}
