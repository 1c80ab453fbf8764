import { defineChange } from '@ringside/cli-kit';
import { healRing } from '@ringside/cluster';
import { openRing } from './common.ts';

/** `ringside cluster heal`. */
export const command = defineChange({
  description: 'Removes the cut that ringside cluster partition made: the nodes see each other again within about half a minute.',
  examples: [
    { command: 'ringside cluster heal', doc: 'after a partition' },
    { command: 'ringside cluster heal && ringside status', doc: 'and see who is back' },
  ],
  async run(context, { options }) {
    const { directory } = await openRing(context);
    if (options.dryRun) {
      context.print({ dryRun: true, action: 'heal' }, () => 'Would remove the cut of this ring, if there is one\n');
      return;
    }
    const healed = await healRing(directory);
    context.print({ action: 'healed', healed }, ({ healed: was }) => (was ? 'The cut is removed\n' : 'There is no cut here\n'));
  },
});
