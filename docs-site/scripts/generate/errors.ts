import type { ErrorKind } from '@ringside/core';
import { type DeclaredErrors, declaredErrors, raisersOf } from './declared-errors.ts';
import { groupBy } from './group-by.ts';
import { code, prose, page, table } from './markdown.ts';

/** The anchor of an error code on its page: the code itself in lower case, which is what a heading of its name gets. */
export function errorAnchor(errorCode: string): string {
  return errorCode.toLowerCase();
}

const link = (errorCode: string): string => `[\`${errorCode}\`](#${errorAnchor(errorCode)})`;

function section(kind: ErrorKind, raisers: readonly string[]): string {
  return [
    `### ${kind.code} {#${errorAnchor(kind.code)}}`,
    `> ${prose(kind.what)}`,
    `**What to do.** ${prose(kind.remedy)}`,
    `HTTP status \`${kind.status}\` · exit code \`${kind.exit}\` · ${kind.retryable ? 'worth trying again unchanged' : 'trying again unchanged will not help'}`,
    `Raised by ${raisers.map((raiser) => code(raiser)).join(', ')}.`,
  ].join('\n\n');
}

function exitCodes(kinds: readonly ErrorKind[]): string {
  const byExit = groupBy(
    kinds.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    (kind) => kind.exit,
  );
  const lines = [...byExit].toSorted(([a], [b]) => a - b);
  return table(
    ['exit code', 'errors'],
    lines.map(([exit, group]) => [code(String(exit)), group.map((kind) => link(kind.code)).join(', ')]),
  );
}

function group({ owner, file, kinds }: DeclaredErrors, raisers: ReadonlyMap<string, readonly string[]>): string {
  const title = owner === 'core' ? 'Any package' : file.startsWith('tools/') ? `\`tools/${owner}\`` : `\`${owner}\``;
  return [`## ${title} {#of-${owner}}`, ...kinds.map((kind) => section(kind, raisers.get(kind.code) ?? []))].join('\n\n');
}

/** The error reference, made from what every package declares: one section, with a stable anchor, for each code. */
export async function errorsPage(): Promise<string> {
  const declared = await declaredErrors();
  const kinds = declared.flatMap((each) => each.kinds);
  const raisers = await raisersOf(kinds);
  return page(
    {
      title: 'Errors',
      description:
        'Every error that Ringside shows, by its code: what it says, what to do about it, and the HTTP status and exit code it carries.',
      source: 'packages/core/src/errors/define-errors.ts',
    },
    [
      'The code is the part that never changes: scripts should match it, not the message. With `--json` the command line prints the error as one JSON object; a sidecar answers with the same object as its body.',
      'Each package declares the errors that only it can explain; those that any package may raise come first. An error may carry a more precise remedy than the one below.',
      '## By exit code',
      exitCodes(kinds),
      ...declared.map((each) => group(each, raisers)),
    ],
  );
}
