import { planPrune, prune, type PrunableInstall } from '@ringside/cassandra-install';
import { defineChange, integer, optionWithDefault } from '@ringside/cli-kit';
import { formatBytes } from '@ringside/core';

const DAY_MS = 24 * 3_600_000;

/** `ringside cache prune`. */
export const command = defineChange({
  description: `Removes jars of Cassandra that this Ringside no longer needs from the cache: those of earlier locks that nobody has used for some time. Jars that
a running process uses stay. What is removed can be fetched again.`,
  options: {
    unusedDays: optionWithDefault('--unused-days <days>', integer({ atLeast: 0 }), 30, 'Keep what was used in so many days'),
  },
  examples: [
    { command: 'ringside cache prune --dry-run', doc: 'what would be removed, and how much it takes' },
    { command: 'ringside cache prune --unused-days 0', doc: 'also what was used lately' },
  ],
  async run(context, { options }) {
    const unusedForMs = options.unusedDays * DAY_MS;
    const plan = await planPrune({ unusedForMs, clock: context.clock });
    if (options.dryRun) {
      context.print({ dryRun: true, installs: plan }, ({ installs }) => listed('Would remove', installs));
      return;
    }
    const removed = await prune(plan, { clock: context.clock }, { signal: context.signal });
    context.print({ removed }, ({ removed: gone }) => listed('Removed', gone));
  },
});

function listed(verb: string, installs: readonly PrunableInstall[]): string {
  if (installs.length === 0) return 'There is nothing to remove.\n';
  return installs.map(({ directory, sizeBytes }) => `${verb} ${directory} (${formatBytes(sizeBytes)})\n`).join('');
}
