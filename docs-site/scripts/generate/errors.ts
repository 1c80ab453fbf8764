import { type ErrorCode, type ErrorRow, errorTable } from '@ringside/core';
import { groupBy } from './group-by.ts';
import { code, prose, page, table } from './markdown.ts';

const rows = Object.entries(errorTable) as [ErrorCode, ErrorRow][];

/** The anchor of an error code on its page: the code itself in lower case, which is what a heading of its name gets. */
export function errorAnchor(errorCode: string): string {
  return errorCode.toLowerCase();
}

function section([errorCode, row]: [ErrorCode, ErrorRow]): string {
  return [
    `## ${errorCode} {#${errorAnchor(errorCode)}}`,
    `> ${prose(row.shape)}`,
    `**What to do.** ${prose(row.remedy)}`,
    `HTTP status \`${row.httpStatus}\` · exit code \`${row.exitCode}\` · ${row.retryable ? 'worth trying again unchanged' : 'trying again unchanged will not help'}`,
  ].join('\n\n');
}

function exitCodes(): string {
  const byExit = groupBy(rows, ([, row]) => row.exitCode);
  const lines = [...byExit].toSorted(([a], [b]) => a - b);
  return table(
    ['exit code', 'errors'],
    lines.map(([exit, group]) => [code(String(exit)), group.map(([name]) => `[\`${name}\`](#${errorAnchor(name)})`).join(', ')]),
  );
}

/** The error reference: one section, with a stable anchor, for each code of core's error table. */
export function errorsPage(): string {
  return page(
    {
      title: 'Errors',
      description:
        'Every error that Ringside shows, by its code: what it says, what to do about it, and the HTTP status and exit code it carries.',
      source: 'packages/core/src/error-table.ts',
    },
    [
      'The code is the part that never changes: scripts should match it, not the message. With `--json` the command line prints the error as one JSON object; a sidecar answers with the same object as its body.',
      '## By exit code',
      exitCodes(),
      ...rows.map(section),
    ],
  );
}
