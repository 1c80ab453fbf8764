import { shellWord } from '@ringside/core';
import { cqlIdentifier } from '@ringside/model';
import type { Address, View } from '../address/address.ts';

type CommandOf = (address: Address, sidecar: string) => readonly string[];

const level = ({ consistency }: Address): readonly string[] => (consistency === undefined ? [] : ['-c', consistency]);

/** Of each view, the words of the command that gives the same, without where to ask. */
const COMMANDS: Readonly<Record<View, CommandOf>> = {
  overview: (address) => ['ringside', 'status', ...level(address)],
  ring: ({ keyspace, table, key = [], consistency }) => {
    if (keyspace === undefined) return ['ringside', 'ring'];
    if (table === undefined || key.length === 0)
      return ['ringside', 'ranges', cqlIdentifier(keyspace), ...level({ view: 'ring', consistency })];
    return ['ringside', 'where', cqlIdentifier(keyspace), cqlIdentifier(table), ...key];
  },
  nodes: ({ node }) => (node === undefined ? ['ringside', 'status'] : ['ringside', 'status', '--problems']),
  keyspaces: (address) => {
    const { keyspace } = address;
    return keyspace === undefined ? ['ringside', 'status', ...level(address)] : ['ringside', 'tables', '-k', cqlIdentifier(keyspace)];
  },
  advice: () => ['ringside', 'advise'],
  history: (_, sidecar) => ['curl', '-s', `${sidecar}/api/v1/cassandra/history`],
  activity: () => ['ringside', 'compactions'],
  clients: () => ['ringside', 'clients'],
  snapshots: () => ['ringside', 'snapshot', 'list'],
  settings: (_, sidecar) => ['curl', '-s', `${sidecar}/api/v2/cassandra/settings`],
};

/**
 * The line that shows in a terminal what the page shows, to paste into a shell.
 *
 * @param sidecar where the page came from, such as `http://127.0.0.1:9043`
 */
export function commandOf(address: Address, sidecar: string): string {
  const [program = '', ...words] = COMMANDS[address.view](address, sidecar);
  const where = program === 'ringside' ? ['--sidecar', sidecar] : [];
  // A value of a key may begin with a dash: options stand before, and `--` ends them.
  const dashed = words.some((word, index) => index > 2 && /^-[^ck]/.test(word));
  const [command = '', ...rest] = words;
  const all = dashed ? [program, command, ...where, '--', ...rest] : [program, ...words, ...where];
  return all.map((word) => shellWord(word)).join(' ');
}
