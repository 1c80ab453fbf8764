/**
 * What every Ringside package stands on: errors, time, waits, logging, units and configuration tables. Pure: it runs in a browser.
 *
 * @packageDocumentation
 */
export { metOrThrow, throwIfAborted } from './abort.ts';
export { type Clock, LONGEST_TIMER_MS, systemClock } from './clock.ts';
export { explainConfig, resolveConfig } from './config.ts';
export type {
  ConfigKey,
  ConfigOrigin,
  ConfigSources,
  ConfigTable,
  ConfigType,
  ConfigValue,
  ExplainedKey,
  ResolvedConfig,
} from './config-table.ts';
export { type ErrorCode, type ErrorRow, errorTable } from './error-table.ts';
export { parseJson } from './json.ts';
export { type LogFields, type Logger, silentLogger } from './logger.ts';
export { nearest } from './nearest.ts';
export { OpsError, type OpsErrorInit, type OpsErrorJson, toOpsError } from './ops-error.ts';
export { formatBytes, formatDuration, parseBytes, parseDuration } from './units.ts';
export { type WaitOptions, type WaitResult, waitUntil } from './wait.ts';
