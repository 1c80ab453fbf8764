import { type CommandContext, defineChange, findHome, removeLauncherState } from '@ringside/cli-kit';
import { errors, waitUntil } from '@ringside/core';
import type { ProcessIdentity } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import { launcherLog } from '../up/detach.ts';
import { assertNothingForeign } from '../up/foreign-files.ts';
import { acquireLock, lockHolder } from '../up/lock.ts';
import { plainReporter } from '../up/reporter.ts';
import { createSteps, type Steps } from '../up/steps.ts';
import { askLauncher, count, isNothing, type Running, stopRing, whatRuns } from '../up/stop-ring.ts';

const LAUNCHER_LIMIT_MS = 120_000;
const POLL_MS = 100;

/** `ringside down`: the end of a ring, whoever started it. */
export const command = defineChange({
  description: `Stops the ring here in order, whoever started it: in the foreground, with --detach, or by a launcher that was killed since. The data is
kept. When nothing runs there is nothing to do, and the exit code is 0.`,
  examples: [
    { command: 'ringside down', doc: 'stop the ring of this folder' },
    { command: 'ringside down --dry-run', doc: 'what would be stopped' },
  ],
  async run(context, { options }) {
    const home = findHome(context);
    assertNothingForeign(home);
    const running = whatRuns(home);
    const holder = await lockHolder(home);
    const found = {
      directory: home,
      launcher: holder?.pid ?? null,
      nodes: running.nodes.map(({ pid }) => pid),
      sidecars: running.sidecars.map(({ pid }) => pid),
      docsBuilds: running.docsBuilds.map(({ pid }) => pid),
    };
    if (options.dryRun) {
      context.print({ dryRun: true, ...found }, () =>
        nothing(running, holder) ? `Nothing runs in ${home}.\n` : `Would stop ${describe(running, holder)} in ${home}.\n`,
      );
      return;
    }
    const reporter = plainReporter(context.io, context.errorStyle);
    const steps = createSteps(context.json ? () => undefined : reporter.sink, context.clock);
    if (holder !== undefined) await stopThroughLauncher(context, home, holder, steps);
    await stopLeftOvers(context, home, steps);
    context.print({ stopped: found }, () =>
      nothing(running, holder) ? `Nothing runs in ${home}.\n` : `Stopped ${describe(running, holder)}; the data is kept in ${home}.\n`,
    );
  },
});

function nothing(running: Running, holder: ProcessIdentity | undefined): boolean {
  return holder === undefined && isNothing(running);
}

function describe(running: Running, holder: ProcessIdentity | undefined): string {
  const launcher = holder === undefined ? '' : ` and their launcher (pid ${holder.pid})`;
  const docs = running.docsBuilds.length === 0 ? '' : ', a build of the documentation';
  return `${count(running.nodes.length, 'node')}, ${count(running.sidecars.length, 'sidecar')}${docs}${launcher}`;
}

/** A launcher that lives stops its own ring; it is asked, and waited for. */
async function stopThroughLauncher(context: CommandContext, home: string, holder: ProcessIdentity, steps: Steps): Promise<void> {
  await steps.run(
    `Stopping the ring of launcher ${holder.pid}`,
    async () => {
      askLauncher(holder);
      const probe = async (): Promise<true | undefined> => ((await lockHolder(home))?.pid === holder.pid ? undefined : true);
      const { clock, signal } = context;
      const result = await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: LAUNCHER_LIMIT_MS, signal });
      if (result.outcome === 'aborted')
        throw errors.ABORTED({
          message: 'Interrupted; the ring goes on stopping',
          remedy: 'Run ringside down again to wait until it has stopped.',
        });
      if (result.outcome === 'deadline')
        throw errors.OPERATION_TIMED_OUT({
          message: `Launcher ${holder.pid} did not stop its ring within two minutes`,
          remedy: `Read what it waits for in ${launcherLog(home)}, then run ringside down again.`,
        });
    },
    () => 'The launcher has stopped its ring',
  );
}

/** What a launcher left that was killed: stopped here, under the same lock. */
async function stopLeftOvers(context: CommandContext, home: string, steps: Steps): Promise<void> {
  if (isNothing(whatRuns(home))) return;
  const lock = await acquireLock(home);
  if (lock.outcome === 'held')
    throw modelErrors.RING_RUNNING({ message: `Another launcher (pid ${lock.holder.pid}) has just started the ring in ${home}` });
  try {
    await stopRing(home, steps, context.clock);
    await removeLauncherState(home);
  } finally {
    await lock.release();
  }
}
