import { sidecarLogFile } from '@ringside/cli-kit';
import { type Clock, decideRestart, formatDuration } from '@ringside/core';
import { endProcess, isRunning, type ProcessIdentity } from '@ringside/host';
import { probeSidecar, type ProbeResult } from './probe.ts';
import { sidecarLastWords, type SidecarNode, sidecarSecret, spawnSidecar } from './process.ts';

const HUNG_STOP_MS = 2_000;
const MOST_WORDS = 300;
/** More restarts than decide anything. */
const MOST_REMEMBERED = 20;

/** How a sidecar that does not answer is recognised. */
export interface HealthTimes {
  /** From one look to the next. */
  readonly everyMs: number;
  /** How long one answer may take. */
  readonly timeoutMs: number;
  /** So many looks in a row must fail before it is restarted, so that neither a short pause nor a busy machine counts. */
  readonly failures: number;
  /** How long after its start a sidecar may stay silent. */
  readonly startMs: number;
}

/** Forty seconds of silence as a rule: longer than any pause of a sidecar that is well. */
export const HEALTH_TIMES: HealthTimes = { everyMs: 5_000, timeoutMs: 5_000, failures: 4, startMs: 30_000 };

/** A sidecar that is watched. */
export interface Watched {
  readonly node: SidecarNode;
  identity: ProcessIdentity | undefined;
  /** When it was restarted, on the monotonic clock. */
  restartsMs: number[];
  /** When to start it again; `undefined` while it runs. */
  dueMs: number | undefined;
  /** When to ask it for its health again. */
  askMs: number;
  /** How many looks in a row have failed. */
  failures: number;
}

/** What {@link watchSidecar} works with. */
export interface WatchTools {
  readonly home: string;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  readonly times: HealthTimes;
  /** The program to run. */
  readonly program: string;
}

/** Says of a sidecar that has just answered, or was just started, when to look after it. */
export function watched(node: SidecarNode, identity: ProcessIdentity, nowMs: number): Watched {
  return { node, identity, restartsMs: [], dueMs: undefined, askMs: nowMs, failures: 0 };
}

/**
 * Looks once after a sidecar. One that has ended, or runs and does not answer, is started again, after a delay that grows. The reason is
 * told each time.
 */
export async function watchSidecar(tools: WatchTools, each: Watched, signal: AbortSignal): Promise<void> {
  const { clock } = tools;
  if (each.identity !== undefined) {
    const fault = isRunning(each.identity) ? await hungReason(tools, each, signal) : await deathReason(tools, each);
    if (fault === undefined) return;
    await endProcess(each.identity, { clock, graceMs: HUNG_STOP_MS, signal });
    scheduleRestart(tools, each, fault);
  }
  if (each.dueMs === undefined || clock.monotonicMs() < each.dueMs || signal.aborted) return;
  each.dueMs = undefined;
  each.restartsMs = [...each.restartsMs.slice(-MOST_REMEMBERED), clock.monotonicMs()];
  each.identity = await spawnSidecar(tools.home, each.node.name, tools.program).catch(() => ({ pid: 0, startedAt: 'never' }));
  each.failures = 0;
  each.askMs = clock.monotonicMs() + tools.times.startMs;
}

async function deathReason({ home }: WatchTools, { node }: Watched): Promise<string> {
  const words = await sidecarLastWords(home, node.name);
  return `stopped${words === '' ? '' : ` (its log ends with: ${words.slice(-MOST_WORDS)})`}`;
}

/** Why a sidecar that runs must be restarted; `undefined` while it answers, or has not been silent for long enough. */
async function hungReason(tools: WatchTools, each: Watched, signal: AbortSignal): Promise<string | undefined> {
  const { clock, home, times } = tools;
  if (clock.monotonicMs() < each.askMs) return undefined;
  const { address, sidecarPort: port, name } = each.node;
  const secret = await sidecarSecret(home, name);
  const result = await probeSidecar({ address, port, secret, timeoutMs: times.timeoutMs, signal });
  if (signal.aborted) return undefined;
  each.askMs = clock.monotonicMs() + times.everyMs;
  each.failures = result.outcome === 'proven' ? 0 : each.failures + 1;
  return each.failures < times.failures ? undefined : `does not answer (${faultText(result, each.node)})`;
}

/** What a probe found, in a few words. */
export function faultText(result: ProbeResult, { address, sidecarPort }: SidecarNode): string {
  if (result.outcome === 'stranger') return `another program answers at ${address}:${sidecarPort}`;
  return result.outcome === 'silent' ? result.reason : 'it answers';
}

function scheduleRestart({ home, clock, note }: WatchTools, each: Watched, fault: string): void {
  const nowMs = clock.monotonicMs();
  const { delayMs, isSlow } = decideRestart(each.restartsMs, nowMs);
  each.identity = undefined;
  each.failures = 0;
  each.dueMs = nowMs + delayMs;
  const { name } = each.node;
  const slow = `. It was started again too often: the next try is in ${formatDuration(delayMs)}; its log is ${sidecarLogFile(home, name)}`;
  note(`The sidecar of ${name} ${fault}${isSlow ? slow : '; starting it again'}`);
}
