import { planPrune, prune, type PrunableInstall } from '@ringside/cassandra-install';
import type { CommandSpec } from '@ringside/cli-kit';
import { formatBytes } from '@ringside/core';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 30;

interface PruneCommandOptions {
  readonly unusedDays?: number;
  readonly dryRun?: boolean;
}

/** `ringside cache prune`. */
export const command: CommandSpec<PruneCommandOptions> = {
  description: `Removes jars of Cassandra that this Ringside no longer needs from the cache: those of earlier locks that nobody has used for some time. Jars that
a running process uses stay. What is removed can be fetched again.`,
  options: [
    {
      flags: '--unused-days <days>',
      type: 'integer',
      doc: 'Keep what was used in so many days',
      defaultText: String(DEFAULT_DAYS),
      minimum: 0,
    },
  ],
  changes: true,
  examples: [
    { command: 'ringside cache prune --dry-run', doc: 'what would be removed, and how much it takes' },
    { command: 'ringside cache prune --unused-days 0', doc: 'also what was used lately' },
  ],
  async run(context, { options }) {
    const unusedForMs = (options.unusedDays ?? DEFAULT_DAYS) * DAY_MS;
    const plan = await planPrune({ unusedForMs, clock: context.clock });
    if (options.dryRun === true) {
      context.print({ dryRun: true, installs: plan }, ({ installs }) => listed('Would remove', installs));
      return;
    }
    const removed = await prune(plan, { clock: context.clock }, { signal: context.signal });
    context.print({ removed }, ({ removed: gone }) => listed('Removed', gone));
  },
};

function listed(verb: string, installs: readonly PrunableInstall[]): string {
  if (installs.length === 0) return 'There is nothing to remove.\n';
  return installs.map(({ directory, sizeBytes }) => `${verb} ${directory} (${formatBytes(sizeBytes)})\n`).join('');
}
