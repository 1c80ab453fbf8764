import type { OpsError } from '@ringside/core';
import type { CliIo } from './io.ts';
import { printableJson, printableLines } from './printable.ts';
import type { Style } from './style.ts';

/** How an error is to be shown. */
export interface ErrorView {
  /** Writes `{"error":{…}}` on one line, without colours. */
  readonly json: boolean;
  /** Adds causes and stacks, at most five, after the remedy; no effect with `json`. */
  readonly verbose: boolean;
  /** That of standard error. */
  readonly style: Style;
}

/**
 * Writes an error to standard error: one sentence and its remedy, or `{"error":{…}}` on one line with `--json`. `--verbose` adds
 * the causes and the stack.
 */
export function writeError(io: Pick<CliIo, 'err'>, error: OpsError, view: ErrorView): void {
  if (view.json) {
    io.err(`${printableJson(JSON.stringify({ error: error.toJSON() }))}\n`);
    return;
  }
  const { style } = view;
  io.err(`${style.red('error')} ${style.dim(error.code)} ${printableLines(error.message)}\n`);
  if (error.remedy !== '') io.err(`${style.cyan('  try')} ${printableLines(error.remedy)}\n`);
  if (view.verbose) io.err(style.dim(`${printableLines(causes(error).join('\n'))}\n`));
}

const MAX_CAUSES = 5;

function causes(error: unknown): string[] {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error && lines.length < MAX_CAUSES; current = current.cause) {
    lines.push(current.stack ?? current.message);
  }
  return lines;
}
