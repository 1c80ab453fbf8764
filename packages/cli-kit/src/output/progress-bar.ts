const FULL = '█';
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * Draws a bar of exactly `width` characters, in eighths of a character.
 *
 * @param fraction 0…1; anything outside is clamped, NaN counts as 0
 * @param width in characters
 */
export function progressBar(fraction: number, width: number): string {
  const clamped = Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
  const eighths = Math.round(clamped * width * 8);
  const bar = FULL.repeat(Math.floor(eighths / 8)) + (PARTS[eighths % 8] ?? '');
  return bar.padEnd(width, '░');
}
