import type { CommandCall } from './command-call.ts';
import { type Outcome, refused } from './outcome.ts';
import { keyword } from './words.ts';

/**
 * Commands of cqlsh that are not here, each with the way to do it. What follows `COPY … FROM STDIN` in a text is data, not CQL: the text
 * ends there, whatever else was asked for.
 */
export const UNSUPPORTED: Readonly<Record<string, { readonly run: (call: CommandCall) => Outcome }>> = {
  copy: {
    run: ({ state, args }) => ({
      ...refused(
        'COPY is not supported here.',
        `Use cqlsh for it (pip install cqlsh): cqlsh ${state.session.coordinator.replace(/:(\d+)$/, ' $1')} -e "COPY …". To export, ringside cql --json -e "SELECT …" gives every row as JSON.`,
      ),
      endsText: args.some((word) => keyword(word) === 'stdin'),
    }),
  },
  history: {
    run: () => refused('HISTORY is not supported here.', 'On a terminal, the up arrow and Ctrl-R find what was typed before.'),
  },
  debug: { run: () => refused('DEBUG is not supported here.', 'TRACING ON shows what a statement does on each node.') },
};
