import { errors, nearest, parseJson } from '@ringside/core';
import { configKeys } from './config-keys.ts';

const CONFIG_OVERRIDE = 'CONFIG_OVERRIDE_JSON';

/** A value of cassandra.yaml. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Settings of cassandra.yaml by key. */
export type YamlSettings = Readonly<Record<string, YamlValue>>;

/**
 * Writes settings as cassandra.yaml: one key a line in alphabetical order, each value as JSON, which is YAML.
 */
export function renderYaml(settings: YamlSettings): string {
  const lines = Object.keys(settings)
    .sort()
    .map((key) => `${key}: ${JSON.stringify(settings[key])}`);
  return `${lines.join('\n')}\n`;
}

/**
 * Checks that Cassandra knows every key, because it refuses to start at an unknown one with a stack trace.
 *
 * @param settings what a person wrote
 * @param source where it was written, for the message
 * @param version of Cassandra; nothing is checked for a line whose keys are not listed
 * @throws OpsError `CONFIG_UNKNOWN_KEY`, naming the nearest key
 */
export function checkYamlKeys(settings: YamlSettings, source: string, version: string): void {
  const known = configKeys(version);
  if (known.length === 0) return;
  for (const key of Object.keys(settings)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw errors.CONFIG_UNKNOWN_KEY({
      message: `${source}: Cassandra ${version} has no setting "${key}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
      remedy: near === undefined ? 'Remove it.' : `Write "${near}", or remove it.`,
      details: { source, key, ...(near === undefined ? {} : { near }) },
    });
  }
}

/**
 * Reads the JSON of `CONFIG_OVERRIDE_JSON`: an object of cassandra.yaml settings.
 *
 * @param text the JSON; empty or absent means no override
 * @throws OpsError `JSON_MALFORMED` when it is not the JSON of an object, naming the place of the fault
 */
export function parseConfigOverride(text: string | undefined): YamlSettings {
  if (text === undefined || text.trim() === '') return {};
  const value = parseJson(text, CONFIG_OVERRIDE);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as YamlSettings;
  throw errors.JSON_MALFORMED({
    message: `${CONFIG_OVERRIDE} is not valid JSON: it is not an object`,
    remedy: 'Write an object of cassandra.yaml settings, like {"hinted_handoff_enabled": false}.',
  });
}

/** Settings that a person wrote, and the Cassandra that they are for. */
export interface WrittenSettings {
  /** Of Cassandra. */
  readonly version: string;
  /** Settings of cassandra.yaml. */
  readonly yaml?: YamlSettings | undefined;
  /** JSON of settings over everything else; the variable `CONFIG_OVERRIDE_JSON` by default. */
  readonly configOverrideJson?: string | undefined;
}

/** {@link WrittenSettings}, read and known to Cassandra. */
export interface CheckedSettings {
  /** Settings of cassandra.yaml, all of whose keys this version knows; `{}` where none were written. */
  readonly yaml: YamlSettings;
  /** From `configOverrideJson`, to be laid over everything else; `{}` where nothing was written. */
  readonly override: YamlSettings;
}

/**
 * Checks what a person wrote for Cassandra, before anything is fetched, moved or started for it. Changes nothing.
 *
 * @throws OpsError `JSON_MALFORMED`, naming the place of the fault, or `CONFIG_UNKNOWN_KEY`, naming the nearest key
 */
export function checkSettings({ version, yaml = {}, configOverrideJson }: WrittenSettings): CheckedSettings {
  const override = parseConfigOverride(configOverrideJson ?? process.env[CONFIG_OVERRIDE]);
  checkYamlKeys(yaml, 'yaml', version);
  checkYamlKeys(override, CONFIG_OVERRIDE, version);
  return { yaml, override };
}

/**
 * Lays settings over settings: objects merge key by key, everything else is replaced, as a person who writes one line of
 * `audit_logging_options` expects.
 */
export function mergeSettings(base: YamlSettings, over: YamlSettings): YamlSettings {
  const merged: Record<string, YamlValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeSettings(before, value) : value;
  }
  return merged;
}

function isObject(value: YamlValue | undefined): value is YamlSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
