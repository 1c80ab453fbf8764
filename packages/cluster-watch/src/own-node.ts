import { type Clock, deadlineIn, errors, isOpsError, withDeadline } from '@ringside/core';
import { type Answering, nodeFinding, type NodeFinding } from '@ringside/verdict';
import { createBell } from './bell.ts';
import { createCqlPulse, type CqlPlace, type CqlPulse } from './cql-pulse.ts';
import { createOwnProcess, type OwnProcess } from './own-process.ts';
import { createStallExcuse } from './own-stall.ts';

/** From one look to the next. */
const LOOK_EVERY_MS = 500;
/** How long one look waits for CQL. */
const CQL_WITHIN_MS = 250;
/** How long it waits for control, which is asked only where CQL does not answer. */
const CONTROL_WITHIN_MS = 400;
/** A node that answers nothing for so long is silent: longer than a usual pause of its garbage collector. */
const SILENT_AFTER_MS = 1_000;
/** From one look to the next of a node that does not answer, before it is called silent. */
const DOUBT_MS = 100;

/** A node that is watched. */
export interface WatchedNode extends CqlPlace {
  /** Asks its management interface something; `undefined` where it has none. */
  readonly askControl: (() => Promise<unknown>) | undefined;
}

/** What {@link watchOwnNode} works with. */
export interface OwnWatch {
  /** For pauses, and the instants that are told. */
  readonly clock: Clock;
  /** Told of each look, with since when it is so on the clock's `monotonicMs()`. */
  readonly found: (finding: NodeFinding, sinceMs: number) => void;
  /** What the system says of its process. Default: of the one that listens at its CQL port. */
  readonly process?: OwnProcess;
}

/**
 * Looks at a node twice a second until the signal aborts: at its process, and by one small question at its CQL port. Only where that does not answer is
 * its management interface asked. A connection that ends makes it look at once.
 */
export async function watchOwnNode(
  node: WatchedNode,
  { clock, found, process = createOwnProcess(node) }: OwnWatch,
  signal: AbortSignal,
): Promise<void> {
  const bell = createBell(clock);
  const pulse = createCqlPulse(node, () => bell.ring());
  const looks = { clock, node, pulse, process };
  const excuses = createStallExcuse(clock, CQL_WITHIN_MS + CONTROL_WITHIN_MS);
  signal.addEventListener('abort', () => pulse.close(), { once: true });
  let silentSinceMs: number | undefined;
  while (!signal.aborted) {
    const startMs = clock.monotonicMs();
    const finding = await look(looks);
    if (excuses({ startMs, isSilent: finding === 'silent' })) pulse.countAnew();
    // The pulse knows since when a question is open; where CQL is closed and only control is silent, there is none.
    silentSinceMs = finding === 'silent' ? (silentSinceMs ?? clock.monotonicMs()) : undefined;
    const silentMs = silentSinceMs === undefined ? 0 : Math.max(pulse.silentMs(), clock.monotonicMs() - silentSinceMs);
    const isTooSoon = finding === 'silent' && silentMs < SILENT_AFTER_MS;
    if (!isTooSoon && !signal.aborted) found(finding, clock.monotonicMs() - silentMs);
    await bell.wait(isTooSoon ? DOUBT_MS : LOOK_EVERY_MS, signal);
  }
}

interface Looks {
  readonly clock: Clock;
  readonly node: WatchedNode;
  readonly pulse: CqlPulse;
  readonly process: OwnProcess;
}

async function look({ clock, node, pulse, process }: Looks): Promise<NodeFinding> {
  // What the system says of the process needs no answer of it.
  const before = process.sign();
  if (before === 'stopped') return nodeFinding({ process: 'stopped', cql: 'unasked', control: 'unasked' });
  const cql = await pulse.ask(CQL_WITHIN_MS);
  const control = cql === 'answers' ? 'unasked' : await askControl(clock, node);
  // The last answer of a process that has just ended is not that of another one.
  if ((cql === 'answers' || control === 'answers') && before !== 'runs') await process.find(clock.monotonicMs(), cql !== 'refuses');
  return nodeFinding({ process: process.sign(), cql, control });
}

async function askControl(clock: Clock, { askControl: ask }: WatchedNode): Promise<Answering> {
  if (ask === undefined) return 'unasked';
  try {
    await withDeadline({ deadline: deadlineIn(clock, CONTROL_WITHIN_MS) }, { what: 'A look at control' }, ask);
    return 'answers';
  } catch (thrown) {
    if (errors.OPERATION_TIMED_OUT.is(thrown)) return 'silent';
    return isOpsError(thrown) && thrown.retryable ? 'refuses' : 'answers';
  }
}
