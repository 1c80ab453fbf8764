const MAX_BYTES = 9;
const BITS_A_BYTE = 7;

/** How many bytes an unsigned variable-length integer takes: 7 bits a byte, at most 9 (`VIntCoding.computeUnsignedVIntSize`). */
export function vintBytes(value: number): number {
  for (let bytes = 1; bytes < MAX_BYTES; bytes++) if (value < 2 ** (BITS_A_BYTE * bytes)) return bytes;
  return MAX_BYTES;
}

/** How many bytes such an integer takes on average when every whole number from 0 to `max` is as likely. */
export function meanVintBytes(max: number): number {
  const count = Math.max(0, Math.floor(max)) + 1;
  let [total, covered] = [0, 0];
  for (let bytes = 1; bytes <= MAX_BYTES && covered < count; bytes++) {
    const upTo = bytes === MAX_BYTES ? count : Math.min(count, 2 ** (BITS_A_BYTE * bytes));
    total += (upTo - covered) * bytes;
    covered = upTo;
  }
  return total / count;
}
