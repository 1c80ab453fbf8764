import type cassandra from 'cassandra-driver';
import type { RetryBudget } from '@ringside/core';
import type { Admission } from '../admission/admission.ts';
import type { Hedging } from '../hedging/hedging.ts';
import type { HostBook } from '../health/hosts.ts';
import type { HotKeyBook } from '../hot-keys/hot-keys.ts';
import type { Monitor } from '../metrics/monitor.ts';
import type { Requests } from './requests.ts';
import type { Tracing } from './tracing.ts';

/** What the policies of one client share. */
export interface Context {
  readonly hosts: HostBook;
  readonly hedging: Hedging;
  readonly requests: Requests;
  readonly admission: Admission;
  readonly hotKeys: HotKeyBook;
  readonly monitor: Monitor;
  /** Shared by all statements. */
  readonly retries: RetryBudget;
  /** The client; there is none while it is being made. */
  readonly client: () => cassandra.Client;
  /** Keeps spans, where the program wants some. */
  readonly tracing: Tracing | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** Chance, from 0 up to but not including 1. */
  readonly random: () => number;
  /** True while the driver asks the plan for a second request rather than for a first one or a retry. */
  isHedging: boolean;
}
