import { errors } from './errors/errors.ts';

const BYTE_UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const BYTE_FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  bytes: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  pib: 2 ** 50,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
};
const DURATION_FACTORS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Writes a size as Cassandra does: binary units, at most two decimals (`FileUtils.stringifyFileSize`).
 *
 * @example
 * ```ts
 * formatBytes(90_614); // '88.49 KiB'
 * ```
 */
export function formatBytes(sizeBytes: number): string {
  const exponent = sizeBytes < 1024 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(sizeBytes) / 10));
  const scaled = Math.round((sizeBytes / 1024 ** exponent) * 100) / 100;
  return `${scaled} ${BYTE_UNITS[exponent]}`;
}

/**
 * Reads a size such as `24MiB`, `1 GiB`, `512`, `0 bytes` or `10MB` (decimal), without regard to case: whatever {@link formatBytes} writes.
 *
 * @returns whole bytes
 * @throws OpsError `INVALID_ARGUMENT` for anything else
 */
export function parseBytes(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const factor = match === null ? undefined : BYTE_FACTORS[(match[2] ?? '').toLowerCase()];
  if (match === null || factor === undefined) {
    throw errors.INVALID_ARGUMENT({ message: `"${text}" is not a size`, remedy: 'Write it like 512, 24MiB or 1GiB.' });
  }
  return Math.round(Number(match[1]) * factor);
}

/**
 * Writes a duration for people, in its two largest units.
 *
 * @example
 * ```ts
 * formatDuration(1_234); // '1.2 s'
 * formatDuration(123_000); // '2 m 3 s'
 * ```
 */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/**
 * Reads a duration such as `500ms`, `30s`, `1h30m` or `2d`, as cassandra.yaml's `DurationSpec` writes it (and sums of such).
 *
 * @returns milliseconds
 * @throws OpsError `INVALID_ARGUMENT` for anything else
 */
export function parseDuration(text: string): number {
  const compact = text.replaceAll(/\s+/g, '').toLowerCase();
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(compact)) {
    throw errors.INVALID_ARGUMENT({ message: `"${text}" is not a duration`, remedy: 'Write it like 500ms, 30s, 10m, 12h or 2d.' });
  }
  let totalMs = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (DURATION_FACTORS[unit ?? ''] ?? Number.NaN);
  }
  return totalMs;
}
