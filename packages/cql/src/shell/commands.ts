import { levelNumber, CONSISTENCY_LEVELS, SERIAL_LEVELS, DEFAULT_PAGE_SIZE, type ShellState } from './state.ts';
import { type Outcome, refused, said } from './outcome.ts';
import { HELP } from './help.ts';
import { showTrace } from './trace.ts';

/** Does one command of the shell. */
export type ShellCommand = (state: ShellState, signal: AbortSignal | undefined) => Promise<Outcome>;

interface CommandRow {
  /** The words that it begins with. */
  readonly words: RegExp;
  /** All of it, its operand as the first group. */
  readonly shape: RegExp;
  readonly run: (state: ShellState, operand: string | undefined, signal: AbortSignal | undefined) => Promise<Outcome> | Outcome;
}

const COMMANDS: readonly CommandRow[] = [
  { words: /^consistency\b/i, shape: level('consistency', CONSISTENCY_LEVELS), run: consistency },
  { words: /^serial\b/i, shape: level(String.raw`serial\s+consistency`, SERIAL_LEVELS), run: serialConsistency },
  { words: /^tracing\b/i, shape: /^tracing(?:\s+(on|off))?$/i, run: (state, to) => toggle(state, 'tracing', to) },
  { words: /^expand\b/i, shape: /^expand(?:\s+(on|off))?$/i, run: (state, to) => toggle(state, 'expand', to) },
  { words: /^paging\b/i, shape: /^paging(?:\s+(on|off|\d+))?$/i, run: paging },
  { words: /^show\b/i, shape: /^show\s+(version|host|session\s+[\da-f-]{36})$/i, run: show },
  { words: /^(?:exit|quit)\b/i, shape: /^(?:exit|quit)$/i, run: exit },
  { words: /^(?:help\b|\?)/i, shape: /^(?:help|\?)(?:\s+.*)?$/i, run: () => ({ output: HELP }) },
  { words: /^(?:clear|cls)\b/i, shape: /^(?:clear|cls)$/i, run: () => ({ output: '' }) },
  { words: /^(?:copy|capture|login|history)\b/i, shape: /^$/, run: () => ({ output: '' }) },
];

function level(words: string, levels: readonly string[]): RegExp {
  return new RegExp(String.raw`^${words}(?:\s+(${levels.join('|')}))?$`, 'i');
}

/** The command that a statement is, or `undefined` for one that the server gets. */
export function commandOf(text: string): ShellCommand | undefined {
  const row = COMMANDS.find(({ words }) => words.test(text));
  if (row === undefined) return undefined;
  const bare = text.replace(/;$/, '').trim();
  const match = row.shape.exec(bare);
  const name = /^\S+?(?=[\s;]|$)/.exec(bare)?.[0] ?? bare;
  return async (state, signal) => (match === null ? refused(`Improper ${name} command.`) : await row.run(state, match[1], signal));
}

function consistency(state: ShellState, to: string | undefined): Outcome {
  if (to === undefined) return said(`Current consistency level is ${state.consistency}.`);
  state.consistency = to.toUpperCase();
  return said(`Consistency level set to ${state.consistency}.`);
}

function serialConsistency(state: ShellState, to: string | undefined): Outcome {
  if (to === undefined) return said(`Current serial consistency level is ${state.serialConsistency}.`);
  state.serialConsistency = to.toUpperCase();
  return said(`Serial consistency level set to ${state.serialConsistency}.`);
}

function toggle(state: ShellState, key: 'tracing' | 'expand' | 'paging', to: string | undefined): Outcome {
  const name = key.toUpperCase();
  const now = state[key] ? 'ON' : 'OFF';
  if (to === undefined) return said(`${name} is ${now}`);
  if (to.toUpperCase() === now) return said(`${name} is already ${now}`);
  state[key] = !state[key];
  return said(`${name} set to ${to.toUpperCase()}`);
}

function paging(state: ShellState, to: string | undefined): Outcome {
  const isNumber = to !== undefined && /^\d+$/.test(to);
  const { output } = isNumber ? { output: '' } : toggle(state, 'paging', to);
  if (isNumber) {
    state.paging = true;
    state.pageSize = Number(to);
  }
  if (state.paging) return { output: `${output}Page size: ${state.pageSize}\n` };
  state.pageSize = DEFAULT_PAGE_SIZE;
  return { output };
}

async function show(state: ShellState, what: string | undefined, signal: AbortSignal | undefined): Promise<Outcome> {
  const word = (what ?? '').toLowerCase();
  if (word.startsWith('session')) return { output: await showTrace(state, word.slice(-36), signal) };
  const options = { consistency: levelNumber('ONE'), serialConsistency: levelNumber('SERIAL'), trace: false, fetchSize: 10, signal };
  const { rows } = await state.session.request("SELECT * FROM system.local WHERE key = 'local'", options);
  const [local = {}] = rows;
  if (word === 'host') return said(`Connected to ${String(local['cluster_name'])} at ${state.session.coordinator}`);
  const { release_version: release, cql_version: cql } = local;
  return said(
    `[ringside cql | Cassandra ${String(release)} | CQL spec ${String(cql)} | Native protocol v${state.session.protocolVersion}]`,
  );
}

function exit(state: ShellState): Outcome {
  state.isOver = true;
  return { output: '' };
}
