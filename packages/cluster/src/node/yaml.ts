import { nearest, OpsError } from '@ringside/core';
import { configKeys } from './config-keys.ts';

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
    throw new OpsError('CONFIG_UNKNOWN_KEY', {
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
 * @throws OpsError `JSON_MALFORMED` when it is not the JSON of an object
 */
export function parseConfigOverride(text: string | undefined): YamlSettings {
  if (text === undefined || text.trim() === '') return {};
  const malformed = (reason: string): OpsError =>
    new OpsError('JSON_MALFORMED', {
      message: `CONFIG_OVERRIDE_JSON is not valid JSON: ${reason}`,
      remedy: 'Write an object of cassandra.yaml settings, like {"hinted_handoff_enabled": false}.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('it is not an object');
  return value as YamlSettings;
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
