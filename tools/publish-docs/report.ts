import type { OpsError } from '@ringside/core';
import type { FileChange } from './compose.ts';
import type { PublishResult } from './publish.ts';

const SHOWN_CHANGES = 20;
const SIGNS: Readonly<Record<FileChange['kind'], string>> = { added: '+', changed: '~', removed: '-' };

/** The outcome for people; a dry run lists what would change. */
export function describeResult(result: PublishResult): string {
  const { outcome, version, branch, remote, commit, latest } = result;
  const counts = countChanges(result.changes);
  const alias = latest === undefined ? '' : `; latest is ${latest}`;
  if (outcome === 'unchanged') return `Nothing to publish: ${branch} of ${remote} already holds exactly this ${version}${alias}.\n`;
  if (outcome === 'published') {
    return `Published ${version} to ${branch} of ${remote} as ${commit?.slice(0, 12)}: ${counts}${alias}.\n`;
  }
  const lines = result.changes.slice(0, SHOWN_CHANGES).map(({ kind, path }) => `  ${SIGNS[kind]} ${path}`);
  const more = result.changes.length - lines.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  return `Would publish ${version} to ${branch} of ${remote}: ${counts}${alias}.\n${lines.join('\n')}\nNothing was changed.\n`;
}

/** The outcome for programs: counts instead of thousands of paths. */
export function resultJson(result: PublishResult): string {
  const { changes, ...rest } = result;
  const files = Object.fromEntries((['added', 'changed', 'removed'] as const).map((kind) => [kind, count(changes, kind)]));
  return `${JSON.stringify({ ...rest, files })}\n`;
}

/** An error for people: one sentence and its remedy; told to be verbose, also what lies behind it. */
export function describeError(error: OpsError, verbose: boolean): string {
  const cause = verbose && error.cause instanceof Error ? `${error.cause.message.replaceAll(/^/gm, '  | ')}\n` : '';
  return `error ${error.code} ${error.message}\n  try ${error.remedy}\n${cause}`;
}

function countChanges(changes: readonly FileChange[]): string {
  return `${count(changes, 'added')} files new, ${count(changes, 'changed')} changed, ${count(changes, 'removed')} removed`;
}

function count(changes: readonly FileChange[], kind: FileChange['kind']): number {
  return changes.filter((change) => change.kind === kind).length;
}
