import type { CanStopAnswer, KeyspaceStopProof, RestartBatchesAnswer, StopRefusal } from '@ringside/api';
import { printable, renderTable, type Style } from '@ringside/cli-kit';

const SOURCES: Readonly<Record<KeyspaceStopProof['levelSource'], string>> = {
  told: '--level',
  kept: 'safety.levels',
  default: 'default',
  cassandra: 'Cassandra’s own',
  ringside: 'Ringside’s own',
};

/** Yes or no, why not, and what was found of each keyspace. */
export function verdictText(answer: CanStopAnswer, style: Style): string {
  const nodes = printable(answer.nodes.join(', '));
  const verdict = answer.allowed
    ? `${style.green('Yes')}: ${nodes} can be stopped${answer.nodes.length > 1 ? ' together' : ''} now.\n`
    : `${style.red('No')}: ${nodes} must not be stopped${answer.nodes.length > 1 ? ' together' : ''} now.\n`;
  return [verdict, refusalsText(answer.refusals), `\n${proofsText(answer.keyspaces, style)}`, notesText(answer.notChecked, style)].join('');
}

/** The order, why no batch is wider, and which nodes are in none. */
export function batchesText({ batches, refused, refusals, notChecked }: RestartBatchesAnswer, style: Style): string {
  if (refusals.length > 0)
    return `${style.red('No')}: no node can be stopped now.\n${refusalsText(refusals)}${notesText(notChecked, style)}`;
  const steps = batches.map(({ datacenter, rack, nodes, limit }, at) => {
    const place = printable(`${datacenter} ${rack}`);
    return `${style.bold(`${at + 1}.`)} ${place}: ${printable(nodes.join(', '))}\n   ${style.dim(printable(limit))}\n`;
  });
  const left = refused.map(
    ({ node, sentence }) => `${style.red('No')}: ${printable(node)} can be in no batch.\n- ${printable(sentence)}\n`,
  );
  return [...steps, ...left, notesText(notChecked, style)].join('');
}

function refusalsText(refusals: readonly StopRefusal[]): string {
  return refusals.map(({ sentence }) => `- ${printable(sentence)}\n`).join('');
}

function proofsText(proofs: readonly KeyspaceStopProof[], style: Style): string {
  const columns = [
    { heading: 'Keyspace' },
    { heading: 'Level' },
    { heading: 'Said by' },
    { heading: 'Ranges', align: 'right' },
    { heading: 'Spare replicas', align: 'right' },
  ] as const;
  const rows = proofs.map(({ keyspace, level, levelSource, ranges, spare }) => [
    keyspace,
    level,
    SOURCES[levelSource],
    String(ranges),
    spare === null ? 'none needed' : spare < 0 ? style.red(String(spare)) : String(spare),
  ]);
  return renderTable(columns, rows, style);
}

function notesText(sentences: readonly string[], style: Style): string {
  return sentences.length === 0 ? '' : `\n${sentences.map((sentence) => `${style.dim(printable(sentence))}\n`).join('')}`;
}
