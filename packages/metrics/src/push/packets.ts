/** Lines packed into packets. */
export interface PackedLines {
  /** The packets, each with as many whole lines as fit, with a line break between two. */
  readonly packets: readonly Uint8Array[];
  /** Lines that are longer than a packet, and so in none. */
  readonly tooLong: number;
}

/**
 * What fits into one UDP packet on an ordinary network, after the headers of IPv6 and UDP: an Ethernet frame carries 1,500 bytes. A larger one is
 * cut up on its way and lost whole when any part is.
 */
export const UDP_PAYLOAD_BYTES = 1_432;

/**
 * Fills packets with lines, in order, until none fits any more. A line is never cut.
 *
 * @param lines without line breaks
 */
export function packLines(lines: Iterable<string>, mostBytes: number = UDP_PAYLOAD_BYTES): PackedLines {
  const encoder = new TextEncoder();
  const packets: Uint8Array[] = [];
  let tooLong = 0;
  let [text, bytes] = ['', 0];
  for (const line of lines) {
    const length = encoder.encode(line).length;
    if (length > mostBytes) {
      tooLong += 1;
      continue;
    }
    if (bytes > 0 && bytes + 1 + length > mostBytes) {
      packets.push(encoder.encode(text));
      [text, bytes] = ['', 0];
    }
    text += bytes > 0 ? `\n${line}` : line;
    bytes += bytes > 0 ? length + 1 : length;
  }
  if (bytes > 0) packets.push(encoder.encode(text));
  return { packets, tooLong };
}
