import type { ConfigKey, ConfigOrigin, ConfigSources, ConfigTable, ConfigValue, ExplainedKey, ResolvedConfig } from './config-table.ts';
import { readConfigValue } from './config-value.ts';
import { nearest } from './nearest.ts';
import { errors } from './errors/errors.ts';

/**
 * Reads a configuration: flags win over the environment, the environment over the file, the file over defaults.
 *
 * @throws OpsError `CONFIG_UNKNOWN_KEY` for a key of the file that the table does not have, naming the near miss; `CONFIG_INVALID`
 *   for a value that is not of its key's type
 */
export function resolveConfig(table: ConfigTable, sources: ConfigSources = {}): ResolvedConfig {
  const file = flatten(sources.file ?? {}, new Set(table.map(({ key }) => key)));
  refuseUnknown(table, file, sources.fileName ?? 'the configuration');
  const values: Record<string, ConfigValue> = {};
  const origins: Record<string, ConfigOrigin> = {};
  for (const key of table) {
    const { raw, origin, source } = find(key, file, sources);
    values[key.key] = raw === undefined ? undefined : readConfigValue(key, raw, source);
    origins[key.key] = origin;
  }
  return { values, origins };
}

/** Says of every key what it is, what it is set to and by whom; secrets are masked. */
export function explainConfig(table: ConfigTable, resolved: ResolvedConfig): readonly ExplainedKey[] {
  return table.map((key) => ({
    key: key.key,
    type: key.type,
    unit: key.unit ?? IMPLIED_UNIT[key.type],
    value: show(key, resolved.values[key.key]),
    origin: resolved.origins[key.key] ?? 'default',
    default: key.default === undefined ? '(unset)' : text(key.default),
    env: key.env,
    flag: key.flag,
    doc: key.doc,
  }));
}

const IMPLIED_UNIT: Readonly<Partial<Record<ConfigKey['type'], string>>> = { duration: 'ms', bytes: 'bytes' };

function find(
  key: ConfigKey,
  file: ReadonlyMap<string, unknown>,
  sources: ConfigSources,
): { raw: unknown; origin: ConfigOrigin; source: string } {
  const flag = key.flag === undefined ? undefined : sources.flags?.[key.flag];
  if (flag !== undefined) return { raw: flag, origin: 'flag', source: `--${key.flag}` };
  const env = key.env === undefined ? undefined : sources.env?.[key.env];
  if (env !== undefined && env !== '') return { raw: env, origin: 'env', source: key.env ?? '' };
  if (file.has(key.key)) return { raw: file.get(key.key), origin: 'file', source: sources.fileName ?? 'the configuration' };
  return { raw: key.default, origin: 'default', source: 'its default' };
}

/** Nested objects become dotted keys; a key that the table knows is never descended into. */
function flatten(file: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(file)) {
    const key = prefix + name;
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value) && !known.has(key);
    if (!nested) flat.set(key, value);
    else for (const [inner, innerValue] of flatten(value as Record<string, unknown>, known, `${key}.`)) flat.set(inner, innerValue);
  }
  return flat;
}

function refuseUnknown(table: ConfigTable, file: ReadonlyMap<string, unknown>, fileName: string): void {
  const known = table.map(({ key }) => key);
  for (const key of file.keys()) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw errors.CONFIG_UNKNOWN_KEY({
      message: `${fileName}: unknown key ${key}${hint}`,
      details: near === undefined ? { key } : { key, near },
    });
  }
}

function show(key: ConfigKey, value: ConfigValue): string {
  if (value === undefined) return '(unset)';
  return key.secret === true ? '(secret)' : text(value);
}

function text(value: Exclude<ConfigValue, undefined>): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}
