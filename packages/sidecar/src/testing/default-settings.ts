import { type ConfigValue, resolveConfig } from '@ringside/core';
import { sidecarConfig } from '../config/table.ts';

/** The defaults of all keys that begin so, as they are read from a configuration that has none of them. */
export function defaultsOf(prefix: string): Readonly<Record<string, ConfigValue>> {
  const { values } = resolveConfig(sidecarConfig, { file: {}, fileName: 'none' });
  return Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith(prefix)));
}
