import { isIP } from 'node:net';
import { endianness } from 'node:os';

/** What of a socket's local address, in the kernel's tables, takes connections to an address. */
export interface KernelAddress {
  /** Whether a socket with that local address takes them: 8 digits in the table of IPv4, 32 in that of IPv6. */
  readonly isTakenBy: (local: string) => boolean;
}

const WORD = 4;
const IPV4_BYTES = 4;
const IPV6_GROUPS = 8;
/** `::ffff:0:0/96`: an IPv4 address as a socket of IPv6 has it (RFC 4291, 2.5.5.2). */
const MAPPED = [...Array.from({ length: 10 }, () => 0), 0xff, 0xff];

/**
 * An IP address as `/proc/net/tcp` and `tcp6` print it: words of 32 bits in the order of the machine, as hexadecimal digits (`tcp4_seq_show()` and
 * `tcp6_seq_show()` in the kernel). A socket on every address takes connections to each of its family, one of IPv6 also those of IPv4; asked for every
 * address, any socket counts.
 *
 * @returns `undefined` for anything but an IP address
 */
export function kernelAddress(address: string, order: 'BE' | 'LE' = endianness()): KernelAddress | undefined {
  const bytes = bytesOf(address);
  if (bytes === undefined) return undefined;
  if (bytes.every((byte) => byte === 0)) return { isTakenBy: () => true };
  const isV4 = bytes.length === IPV4_BYTES;
  const forms = isV4 ? [bytes, [...MAPPED, ...bytes]] : [bytes];
  const exact = new Set(forms.map((form) => hex(form, order)));
  return { isTakenBy: (local) => exact.has(local) || (/^0+$/.test(local) && (isV4 || local.length > 2 * IPV4_BYTES)) };
}

function hex(bytes: readonly number[], order: 'BE' | 'LE'): string {
  const words = Array.from({ length: bytes.length / WORD }, (_, index) => bytes.slice(index * WORD, (index + 1) * WORD));
  const printed = words.flatMap((word) => (order === 'LE' ? word.toReversed() : word));
  return printed.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}

/** 4 bytes of an IPv4 address, of one in IPv6 form too; else 16. A zone (`%eth0`) is left out: the tables have none. */
function bytesOf(address: string): readonly number[] | undefined {
  const [plain = ''] = address.split('%');
  if (isIP(plain) === 4) return plain.split('.').map(Number);
  if (isIP(plain) !== 6) return undefined;
  const bytes = groupsOf(plain).flatMap((group) => [group >> 8, group & 0xff]);
  return MAPPED.every((byte, index) => bytes[index] === byte) ? bytes.slice(MAPPED.length) : bytes;
}

/** The eight groups of an IPv6 address. A URL writes each in one way, the last two of a mapped one as digits too. */
function groupsOf(address: string): readonly number[] {
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const [head, tail] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  const zeros = IPV6_GROUPS - (head?.length ?? 0) - (tail?.length ?? 0);
  return [...(head ?? []), ...Array.from({ length: zeros }, () => 0), ...(tail ?? [])];
}
