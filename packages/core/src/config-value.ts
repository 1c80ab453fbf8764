import type { ConfigKey, ConfigValue } from './config-table.ts';
import { LONGEST_TIMER_MS } from './clock.ts';
import { errors } from './errors/errors.ts';
import { parseBytes, parseDuration } from './units.ts';

const TRUE = new Set(['true', 'yes', 'on', '1']);
const FALSE = new Set(['false', 'no', 'off', '0']);

/**
 * Reads one raw value as its key's type.
 *
 * @param source what to call the place in a message, such as `RINGSIDE_PORT` or `sidecar.json`
 * @throws OpsError `CONFIG_INVALID` when the value is not of the type; a secret's value is not shown
 */
export function readConfigValue(key: ConfigKey, raw: unknown, source: string): ConfigValue {
  const value = attempt(key, raw);
  if (value !== undefined) return value;
  const shown = key.secret === true ? 'its value' : JSON.stringify(raw);
  throw errors.CONFIG_INVALID({ message: `${key.key} (from ${source}): ${shown} is not ${EXPECTED[key.type]}` });
}

const EXPECTED: Readonly<Record<ConfigKey['type'], string>> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'text',
  duration: 'a duration such as 500ms, 30s or 2d, of at most 24d',
  bytes: 'a size such as 512, 24MiB or 1GiB',
  'string[]': 'a list of texts',
};

function attempt(key: ConfigKey, raw: unknown): ConfigValue {
  switch (key.type) {
    case 'integer':
      return numberOrUndefined(raw, Number.isSafeInteger);
    case 'number':
      return numberOrUndefined(raw, Number.isFinite);
    case 'boolean':
      return booleanOrUndefined(raw);
    case 'string':
      return typeof raw === 'string' ? raw : undefined;
    case 'duration':
      return atMost(LONGEST_TIMER_MS, measured(raw, parseDuration));
    case 'bytes':
      return measured(raw, parseBytes);
    case 'string[]':
      return listOrUndefined(raw);
  }
}

function numberOrUndefined(raw: unknown, test: (value: number) => boolean): number | undefined {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof value === 'number' && test(value) ? value : undefined;
}

function booleanOrUndefined(raw: unknown): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  const text = typeof raw === 'string' ? raw.toLowerCase() : '';
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : undefined;
}

function measured(raw: unknown, parse: (text: string) => number): number | undefined {
  if (typeof raw === 'number') return raw >= 0 ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  try {
    return parse(raw);
  } catch {
    return undefined;
  }
}

/** Every duration of a configuration ends in a timer. */
function atMost(most: number, value: number | undefined): number | undefined {
  return value !== undefined && value <= most ? value : undefined;
}

function listOrUndefined(raw: unknown): readonly string[] | undefined {
  if (Array.isArray(raw)) return raw.every((item) => typeof item === 'string') ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  return raw
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
