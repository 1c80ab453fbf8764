import type { RetryBudget } from '@ringside/core';
import type { Hedging } from '../hedging/hedging.ts';
import type { HostBook } from '../health/hosts.ts';
import type { Monitor } from '../metrics/monitor.ts';
import type { Requests } from './requests.ts';

/** What the policies of one client share. */
export interface Context {
  readonly hosts: HostBook;
  readonly hedging: Hedging;
  readonly requests: Requests;
  readonly monitor: Monitor;
  /** Shared by all statements. */
  readonly retries: RetryBudget;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** Chance, from 0 up to but not including 1. */
  readonly random: () => number;
  /** True while the driver asks the plan for a second request rather than for a first one or a retry. */
  isHedging: boolean;
}
