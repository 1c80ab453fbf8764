import type { CassandraInstall } from '@ringside/cassandra-install';
import { hasRing, type Interrupts, removeLauncherState, writeLauncherState } from '@ringside/cli-kit';
import { type Cluster, portsFor } from '@ringside/cluster';
import { availableMemoryBytes } from '@ringside/host';
import { type Clock, errors, formatBytes, type Logger, type OpsError, reworded, toOpsError } from '@ringside/core';
import { dashboardIsBuilt } from './dashboard.ts';
import type { UpSink } from './events.ts';
import { type Docs, findDocsBuilds, startDocs, stopDocsBuilds } from '@ringside/local-docs';
import { type Background, makeArchiveLater } from './later-archive.ts';
import { getInstall, type LaunchTools, openOrCreateRing, type PlannedFacts, plannedFacts } from './get-ring.ts';
import { assertMemoryFits, planMemory } from './memory-plan.ts';
import { discardAside, killRing, moveAside, moveFailed, pointToFailed, restoreAside } from './ring-folder.ts';
import type { RingFacts } from './ring-facts.ts';
import { createSidecars, type Sidecars, sidecarUrl } from '@ringside/local-sidecars';
import { sidecarNodes, sidecarProgram } from './sidecar-nodes.ts';
import { createSteps, type Steps } from './steps.ts';
import { count, killAtOnce, stopRing, whatRuns } from './stop-ring.ts';
import type { RingSummary } from '@ringside/cli-kit';
import type { UpOptions } from './up-options.ts';
import { watchRing } from './watch-ring.ts';

/** What {@link launch} needs. */
export interface LaunchInit {
  readonly home: string;
  readonly options: UpOptions;
  readonly sink: UpSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly interrupts: Interrupts;
  /** Whether the lock of a launcher that did not end in order was taken over. */
  readonly afterCrash: boolean;
}

/**
 * Brings the ring up, watches it until the signal aborts, and stops it in order. The caller holds the lock. When the ring does not
 * come up, everything that was started is stopped again, and data that `--fresh` moved aside is brought back.
 *
 * @throws OpsError of whatever kept the ring from coming up
 */
export async function launch(init: LaunchInit): Promise<void> {
  const { home, clock, sink, interrupts } = init;
  const steps = createSteps(sink, clock);
  interrupts.setAtOnce(() => killAtOnce(home));
  const facts = await settle(init, steps);
  const raised: Raised = { cluster: undefined, docs: undefined, archive: undefined, neverUp: false };
  let failure: OpsError | undefined;
  try {
    await writeLauncherState(home, { version: 1, phase: 'starting', summary: undefined });
    const up = await bringUp(init, facts, steps, raised);
    raised.neverUp = false;
    sink({ type: 'ready', summary: up.summary });
    raised.archive = makeArchiveLater({ ...init, steps, install: up.install });
    await watchRing({ ...init, steps, cluster: up.cluster, sidecars: up.sidecars, summary: up.summary });
  } catch (thrown) {
    failure = toOpsError(thrown);
  }
  await bringDown(init, steps, raised);
  interrupts.setAtOnce(undefined);
  if (failure !== undefined) throw raised.neverUp ? pointToFailed(home, failure) : failure;
}

/** What stands so far, for the way down: also when the way up breaks off in the middle. */
interface Raised {
  cluster: Cluster | undefined;
  docs: Docs | undefined;
  archive: Background | undefined;
  /** True for a new ring that did not come up: it holds no data, and must not be taken for a ring by the next start. */
  neverUp: boolean;
}

interface Up {
  readonly install: CassandraInstall;
  readonly cluster: Cluster;
  readonly sidecars: Sidecars;
  readonly summary: RingSummary;
}

/**
 * Finishes what an interrupted `--fresh` began, and finds out what ring there is to be. Options that contradict it change nothing; a
 * state that cannot be read leaves nothing running.
 */
async function settle({ home, options, clock }: LaunchInit, steps: Steps): Promise<PlannedFacts> {
  if (await restoreAside(home, clock)) steps.note('The ring from before --fresh is back: the new one had not come up', 'warn');
  try {
    return await plannedFacts(home, options);
  } catch (thrown) {
    if (!errors.STATE_CORRUPT.is(thrown)) throw thrown;
    await stopRing(home, steps, clock);
    throw reworded(thrown, { remedy: 'Restore the file, or start over with ringside up --fresh, which deletes the data of that ring.' });
  }
}

async function bringUp(init: LaunchInit, facts: PlannedFacts, steps: Steps, raised: Raised): Promise<Up> {
  const { home, options, interrupts, logger, clock } = init;
  const { signal } = interrupts;
  const tools: LaunchTools = { home, steps, signal, logger };
  // Before the memory is measured: what a launcher that was killed has left still holds it.
  if (options.fresh) await killRing(home, clock);
  const alive = whatRuns(home).nodes.length;
  const plan = planMemory(facts.nodes, facts.heapBytes);
  const missing = Math.max(0, facts.nodes - alive);
  steps.note(
    `${count(facts.nodes, 'node')} with ${formatBytes(facts.heapBytes)} of heap each: about ${formatBytes(plan.totalBytes)} of memory in all`,
  );
  if (missing > 0) assertMemoryFits(missing, planMemory(missing, facts.heapBytes), await availableMemoryBytes());
  const install = await getInstall(facts.cassandraVersion, tools);
  if (options.fresh) await clearTheWay(home, steps);
  if (!options.docs) await stopDocsBuilds(findDocsBuilds(home), clock);
  const cluster = await openOrCreateRing(options, install, tools);
  if (facts.exists) warnOfOverride(facts, steps);
  raised.cluster = cluster;
  // Only from here on is what lies in the ring's folder the new ring; until then it may be the data of the old one.
  raised.neverUp = !facts.exists;
  await startNodes(cluster, alive, init, steps);
  const sidecars = createSidecars({ home, clock, note: (text) => steps.note(text, 'warn'), program: sidecarProgram() });
  await steps.run(
    `Starting ${count(cluster.nodes.length, 'sidecar')}`,
    async () => await sidecars.ensure(sidecarNodes(home, cluster, facts.portBase), signal),
    ({ adopted, started }) =>
      adopted === 0 ? `${count(started, 'sidecar')} up` : `${adopted} of ${count(adopted + started, 'sidecar')} adopted, all up`,
  );
  if (options.docs)
    raised.docs = await startDocs({ home, port: portsFor(facts.portBase).docs, note: (text, level) => steps.note(text, level), clock });
  const summary = summarize(init, cluster, facts, plan.totalBytes, raised.docs);
  await writeLauncherState(home, { version: 1, phase: 'ready', summary });
  await discardAside(home);
  return { install, cluster, sidecars, summary };
}

/** Makes room for a new ring; nothing of the old one runs. */
async function clearTheWay(home: string, steps: Steps): Promise<void> {
  if (!hasRing(home)) return;
  await steps.run(
    'Moving the old data aside',
    async () => await moveAside(home),
    () => 'Old data moved aside until the new ring is up',
  );
}

async function startNodes(cluster: Cluster, alive: number, init: LaunchInit, steps: Steps): Promise<void> {
  const total = cluster.nodes.length;
  if (init.afterCrash && alive > 0) steps.note(`The last launcher was killed; adopting ${alive} of ${count(total, 'node')} that still run`);
  await steps.run(
    alive >= total ? `Waiting for ${count(total, 'node')}` : `Starting ${count(total - alive, 'node')}`,
    async (progress) => {
      progress({ detail: cluster.contactPoints.join(', ') });
      await cluster.start({ signal: init.interrupts.signal });
    },
    () => (total === 1 ? '1 node up' : `${count(total, 'node')} up, every one sees all others`),
  );
}

function summarize(init: LaunchInit, cluster: Cluster, facts: RingFacts, memoryBytes: number, docs: Docs | undefined): RingSummary {
  const sidecars = sidecarNodes(init.home, cluster, facts.portBase).map(sidecarUrl);
  return {
    cassandraVersion: facts.cassandraVersion,
    directory: init.home,
    nodes: cluster.nodes.map(({ name, address, datacenter, rack }) => ({ name, address, datacenter, rack })),
    contactPoints: cluster.contactPoints.map((address) => `${address}:${cluster.nativePort}`),
    localDatacenter: cluster.localDatacenter,
    sidecars,
    ...(dashboardIsBuilt() ? { dashboard: `${sidecars[0]}/` } : {}),
    memoryBytes,
    launcherPid: process.pid,
    ...(docs === undefined ? {} : { docs: { url: docs.url, state: docs.state } }),
  };
}

/** A ring keeps the settings that it was made with; a variable that would have no effect is not passed over in silence. */
function warnOfOverride(facts: RingFacts, steps: Steps): void {
  const asked = process.env['CONFIG_OVERRIDE_JSON'];
  if (asked === undefined || asked.trim() === '' || sameJson(asked, facts.override)) return;
  steps.note('CONFIG_OVERRIDE_JSON has no effect on a ring that is there; it takes --fresh to make one with other settings', 'warn');
}

function sameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

/** What goes wrong on the way down is a note: it must not keep the rest from being stopped. */
async function bringDown(init: LaunchInit, steps: Steps, { cluster, docs, archive, neverUp }: Raised): Promise<void> {
  const { home, clock } = init;
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (thrown) {
      steps.note(toOpsError(thrown).message, 'warn');
      return false;
    }
  };
  await attempt(async () => await writeLauncherState(home, { version: 1, phase: 'stopping', summary: undefined }));
  await attempt(async () => await archive?.stop());
  await attempt(async () => await docs?.stop());
  if (!(await attempt(async () => await stopRing(home, steps, clock, cluster)))) return;
  await attempt(async () => {
    if (neverUp) await moveFailed(home);
    await restoreAside(home, clock);
    await removeLauncherState(home);
  });
}
