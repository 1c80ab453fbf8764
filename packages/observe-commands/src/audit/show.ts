import { type AuditEntry, auditLines } from '@ringside/access';
import {
  type CommandSpec,
  defineCommand,
  integer,
  option,
  optionWithDefault,
  printable,
  renderTable,
  type Style,
  text,
} from '@ringside/cli-kit';
import { LOG_OPERAND, readLog } from './read-log.ts';

/** `ringside audit show`: who asked for what. */
export const auditShow: CommandSpec = defineCommand({
  description:
    'Shows the last entries of an audit log: who asked for which change, from where, and how it was answered. It does not check the log, as audit verify does.',
  operands: { log: LOG_OPERAND },
  options: {
    who: option('--who <name>', text, 'Only what this caller asked for'),
    last: optionWithDefault('--last <count>', integer({ atLeast: 1 }), 50, 'How many entries'),
  },
  examples: [
    { command: 'ringside audit show /var/lib/ringside/audit.log', doc: 'the last 50 entries' },
    { command: 'ringside audit show audit.log --who alice --json', doc: 'what alice did, for a program' },
  ],
  async run(context, { operands, options }) {
    const entries = await readLog(context, operands.log, (path) => lastEntries(path, options));
    context.print(entries, () => entriesText(entries, context.style));
  },
});

/** How a change ended has no name in it: it belongs to whoever asked for it. */
async function lastEntries(path: string, { who, last }: { who: string | undefined; last: number }): Promise<readonly AuditEntry[]> {
  const kept: AuditEntry[] = [];
  const asked = new Set<unknown>();
  for await (const { entry } of auditLines(path)) {
    if (entry === undefined) continue;
    const { facts } = entry;
    if (who !== undefined && facts['who'] !== who && !asked.has(facts['id'])) continue;
    if (facts['event'] === 'asked') asked.add(facts['id']);
    kept.push(entry);
    if (kept.length > last) kept.shift();
  }
  return kept;
}

function entriesText(entries: readonly AuditEntry[], style: Style): string {
  if (entries.length === 0) return 'There are no entries.\n';
  const columns = ['No.', 'Time', 'Event', 'Who', 'From', 'What'].map((heading) => ({ heading }));
  const word = (fact: AuditEntry['facts'][string] | undefined): string => printable([fact ?? ''].flat().join(' '));
  const rows = entries.map(({ seq, time, facts }) => [
    String(seq),
    time,
    word(facts['event']),
    word(facts['who']),
    word(facts['from']),
    [facts['request'], facts['body'], facts['status'], facts['note']]
      .map(word)
      .filter((each) => each !== '')
      .join(' '),
  ]);
  return renderTable(columns, rows, style);
}
