/** What a program complained about last, else what it said last. */
export function lastWords(lines: readonly string[]): string {
  const complaint = lines.findLast((line) => /^(?:E:|Error|ERROR)/.test(line.trim()));
  return (complaint ?? lines.findLast((line) => line.trim() !== '') ?? 'it said nothing').trim();
}
