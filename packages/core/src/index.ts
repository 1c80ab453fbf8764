/**
 * What every Ringside package stands on: errors, time, waits, logging, units and configuration tables. Pure: it runs in a browser.
 *
 * @packageDocumentation
 */
export { abortError, throwIfAborted } from './abort.ts';
export {
  type BoundedWork,
  type Bounds,
  boundsWithin,
  type Deadline,
  deadlineIn,
  isOver,
  leftMs,
  spanOrDefault,
  throwIfOver,
  watchBounds,
  type WatchedBounds,
  type WatchedWork,
  withDeadline,
} from './bounds.ts';
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
export { defineErrors, type ErrorDeclaration, type ErrorKind, type ErrorKinds } from './errors/define-errors.ts';
export { errors } from './errors/errors.ts';
export type { ErrorFacts } from './errors/facts.ts';
export { isOpsError, OpsError, type OpsErrorInit, type OpsErrorJson, reworded, type Rewording } from './errors/ops-error.ts';
export { errorFromWire, type ErrorWire, toOpsError } from './errors/to-ops-error.ts';
export { parseJson } from './json.ts';
export { type Lifetime, lifetimeOf } from './lifetime.ts';
export { type LogFields, type Logger, silentLogger } from './logger.ts';
export { mapSome } from './map-some.ts';
export { nearest } from './nearest.ts';
export { decideRestart, type RestartDecision } from './restarts.ts';
export { type Backoff, createRetryBudget, pauseMs, retry, type RetryBudget, type RetryOptions, type RetryPolicy } from './retry.ts';
export { shellQuoted, shellWord } from './shell-word.ts';
export { createTurns, type Turns } from './turns.ts';
export { formatBytes, formatDuration, parseBytes, parseDuration } from './units.ts';
export { metOrThrow, type WaitOptions, type WaitResult, waitUntil } from './wait.ts';
