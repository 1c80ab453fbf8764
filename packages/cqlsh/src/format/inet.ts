/**
 * An address as text, in the form of RFC 5952: lower case, the longest run of two or more zero groups (the first of several) as `::`,
 * and an IPv4 address inside of `::` or `::ffff:` with dots, as cqlsh shows it.
 *
 * @param bytes 4 or 16 of them
 */
export function formatInet(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
  const run = longestZeroRun(groups);
  const dotted = [...bytes.subarray(12)].join('.');
  if (run.start === 0 && run.length === 6) return `::${dotted}`;
  if (run.start === 0 && run.length === 5 && groups[5] === 0xff_ff) return `::ffff:${dotted}`;
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
