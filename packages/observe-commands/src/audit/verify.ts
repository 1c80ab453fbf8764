import { type AuditCheck, verifyAudit } from '@ringside/access';
import { type CommandSpec, defineCommand, printable } from '@ringside/cli-kit';
import { LOG_OPERAND, readLog } from './read-log.ts';

const FAULTY = 1;

/** `ringside audit verify`: was anything of the log changed? */
export const auditVerify: CommandSpec = defineCommand({
  description: `Checks that no line of an audit log was changed, removed, added or put elsewhere: each line holds the hash of the one before. What was cut off at the very end
shows only in the number of the last entry, so compare it with the one that you know. The exit code is 1 where something is wrong.`,
  operands: { log: LOG_OPERAND },
  examples: [
    { command: 'ringside audit verify /var/lib/ringside/audit.log', doc: 'the log and its older parts' },
    { command: 'ringside audit verify audit.log --json', doc: 'how many entries, and each fault, for a program' },
  ],
  async run(context, { operands }) {
    const check = await readLog(context, operands.log, verifyAudit);
    context.print(check, () => checkText(check));
    return check.faults.length === 0 ? 0 : FAULTY;
  },
});

function checkText({ entries, lastSeq, faults }: AuditCheck): string {
  const head =
    faults.length === 0
      ? `${entries} entries, the last one has the number ${lastSeq}: nothing was changed.`
      : 'The log is not as it was written:';
  return `${[head, ...faults.map(({ file, line, what }) => `- ${printable(file)}, line ${line}: ${what}`)].join('\n')}\n`;
}
