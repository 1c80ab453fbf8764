import { assertFreshIsMeant, type CommandContext, defineChange, findHome } from '@ringside/cli-kit';
import { portsFor } from '@ringside/cluster';
import { errors, formatBytes, reworded, toOpsError } from '@ringside/core';
import { hostErrors } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import { waitForOther } from '../up/already-up.ts';
import { datacentersText } from '../up/datacenters.ts';
import { detach, parentSink } from '../up/detach.ts';

import type { UpSink } from '../up/events.ts';
import { assertNewSettings, plannedFacts } from '../up/get-ring.ts';
import { assertNothingForeign } from '../up/foreign-files.ts';
import { launch } from '../up/launcher.ts';
import { acquireLock } from '../up/lock.ts';
import { planMemory } from '../up/memory-plan.ts';
import { plainReporter, terminalReporter } from '../up/reporter.ts';
import { count } from '../up/stop-ring.ts';
import { UP_OPTIONS, type UpOptions } from '../up/up-options.ts';

/** `ringside up`: what `npm start` runs. */
export const command = defineChange({
  description: `Starts a real Cassandra ring on this machine, a sidecar beside each node, and serves the documentation. Gets what is missing first.
Stays in the foreground: Ctrl-C stops everything in order, a second Ctrl-C at once. Data is kept from run to run in .ringside. When a ring
is already up here, says where and ends with 0. After a launcher was killed, what still runs is adopted.`,
  options: UP_OPTIONS,
  examples: [
    { command: 'ringside up', doc: 'three nodes, in the foreground' },
    { command: 'ringside up --nodes 1 --no-docs', doc: 'as little as possible' },
    { command: 'ringside up --detach && ringside status', doc: 'in the background' },
    { command: 'ringside up --datacenters east:3,west:3', doc: 'six nodes in two datacenters' },
    { command: 'ringside up --directory /tmp/other --port-base 19000 --nodes 1', doc: 'a second ring; needs other ports' },
    { command: 'ringside up --fresh --cassandra 4.1', doc: 'start over with another version' },
    { command: 'ringside up --fresh --cassandra 6.0 --accord', doc: 'transactions of Cassandra 6.0' },
  ],
  async run(context, { options }) {
    portsFor(options.portBase);
    const home = findHome(context);
    assertNothingForeign(home);
    if (options.fresh) assertFreshIsMeant(context, home);
    assertNewSettings(home, options);
    if (options.dryRun) return await dryRun(context, home, options);
    if (options.supervise) return await supervise(context, home, options);
    const { sink, close } = reporterFor(context);
    try {
      if (options.detach) await detach(home, options, sink, context.signal);
      else await foreground(context, home, options, sink);
      return context.signal.aborted ? STOPPED_BY_USER : 0;
    } finally {
      close();
    }
  },
});

/** Ctrl-C is how a ring in the foreground is meant to end. */
const STOPPED_BY_USER = 0;

function reporterFor(context: CommandContext): { sink: UpSink; close: () => void } {
  if (context.json) {
    const sink: UpSink = (event) => {
      if (event.type === 'ready') context.print(event.summary, () => '');
    };
    return { sink, close: () => undefined };
  }
  const live = context.io.errIsTerminal && context.io.env['TERM'] !== 'dumb' && context.io.env['CI'] === undefined;
  return live
    ? terminalReporter(context.io, context.errorStyle, () => context.clock.monotonicMs())
    : plainReporter(context.io, context.errorStyle);
}

/** Takes the lock and launches; when another launcher has it, waits for its ring instead. */
async function foreground(context: CommandContext, home: string, options: UpOptions, sink: UpSink): Promise<void> {
  for (;;) {
    const lock = await acquireLock(home);
    if (lock.outcome === 'acquired') {
      try {
        return await launch({ ...context, home, options, sink, afterCrash: lock.stale });
      } catch (thrown) {
        if (context.signal.aborted && errors.ABORTED.is(toOpsError(thrown))) return;
        throw namingPorts(thrown);
      } finally {
        await lock.release();
      }
    }
    if (options.fresh) {
      throw modelErrors.RING_RUNNING({
        message: `A ring is running in ${home} (launcher pid ${lock.holder.pid}); --fresh would delete its data`,
        remedy: 'Stop it first with ringside down.',
      });
    }
    const summary = await waitForOther(home, lock.holder, context.clock, context.signal);
    if (summary === undefined) continue;
    await plannedFacts(home, options);
    sink({ type: 'note', level: 'info', text: `The ring is already up in ${home} (launcher pid ${lock.holder.pid})` });
    sink({ type: 'ready', summary });
    return;
  }
}

/** A library that finds a port in use does not know how `ringside up` chooses ports. */
function namingPorts(thrown: unknown): unknown {
  const { ADDRESS_IN_USE } = hostErrors;
  if (!ADDRESS_IN_USE.is(thrown) || thrown.remedy !== ADDRESS_IN_USE.remedy) return thrown;
  return reworded(thrown, { remedy: 'Stop that program, or choose other ports with --port-base.' });
}

/** The launcher in the background: the same, with its events sent to the process that waits, and its failure too. */
async function supervise(context: CommandContext, home: string, options: UpOptions): Promise<number> {
  const sink = parentSink();
  const logged = plainReporter({ out: context.io.err, err: context.io.err }, context.errorStyle);
  const both: UpSink = (event) => {
    logged.sink(event);
    sink(event);
  };
  try {
    await foreground(context, home, options, both);
    return 0;
  } catch (thrown) {
    const error = toOpsError(thrown);
    sink({ type: 'failed', error: { ...error.toJSON(), exitCode: error.exitCode } });
    throw error;
  } finally {
    if (process.connected) process.disconnect();
  }
}

async function dryRun(context: CommandContext, home: string, options: UpOptions): Promise<number> {
  const facts = await plannedFacts(home, options);
  const memory = planMemory(facts.nodes, facts.heapBytes);
  const ports = portsFor(facts.portBase);
  // Not the settings of CONFIG_OVERRIDE_JSON, which may hold passwords.
  const { nodes, datacenters, heapBytes, cassandraVersion, accord, portBase, exists } = facts;
  const shown = { nodes, datacenters, heapBytes, cassandraVersion, accord, portBase, exists };
  const plan = { dryRun: true, directory: home, ...shown, memoryBytes: memory.totalBytes, ports, fresh: options.fresh };
  context.print(plan, () =>
    [
      `Would ${facts.exists ? 'start the ring of' : 'make a new ring in'} ${home}${options.fresh ? ' and delete the data that is there' : ''}:`,
      `  ${count(facts.nodes, 'node')} (${datacentersText(datacenters)}) of Cassandra ${cassandraVersion}${accord ? ' with Accord' : ''}, ${formatBytes(facts.heapBytes)} of heap each, about ${formatBytes(memory.totalBytes)} of memory in all`,
      `  ports: CQL ${ports.native}, sidecar ${ports.sidecar}, storage ${ports.storage}, management ${ports.control}, docs ${ports.docs}`,
      '',
    ].join('\n'),
  );
  return 0;
}
