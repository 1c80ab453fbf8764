import { nearest } from '@ringside/core';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import type { Token } from '../split/tokens.ts';
import { capture } from './capture.ts';
import type { CommandCall } from './command-call.ts';
import { HELP } from './help.ts';
import { login } from './login.ts';
import { type Outcome, refused, said } from './outcome.ts';
import { showTrace } from './trace.ts';
import { DEFAULT_PAGE_SIZE, SERIAL_LEVELS, type ShellState } from './state.ts';
import { UNSUPPORTED } from './unsupported.ts';
import { keyword } from './words.ts';

/** Does one command of the shell; `undefined` for words that it does not understand. */
type CommandBody = (call: CommandCall) => Promise<Outcome | undefined> | Outcome | undefined;

interface CommandRow {
  readonly run: CommandBody;
  /** What may stand behind its name, for a guess at what was meant. */
  readonly words?: readonly string[];
}

const SWITCH: readonly string[] = ['ON', 'OFF'];

const COMMANDS: Readonly<Record<string, CommandRow>> = {
  consistency: { run: (call) => consistency(call), words: CONSISTENCY_LEVELS },
  serial: { run: (call) => serialConsistency(call), words: ['CONSISTENCY', ...SERIAL_LEVELS] },
  tracing: { run: ({ state, args }) => toggle(state, 'tracing', args), words: SWITCH },
  expand: { run: ({ state, args }) => toggle(state, 'expand', args), words: SWITCH },
  paging: { run: ({ state, args }) => paging(state, args), words: SWITCH },
  show: { run: show, words: ['VERSION', 'HOST', 'SESSION', 'REPLICAS'] },
  capture: { run: capture, words: ['OFF'] },
  login: { run: login },
  exit: { run: exit },
  quit: { run: exit },
  help: { run: () => ({ output: HELP }) },
  '?': { run: () => ({ output: HELP }) },
  clear: { run: ({ args }) => (args.length === 0 ? { output: '' } : undefined) },
  cls: { run: ({ args }) => (args.length === 0 ? { output: '' } : undefined) },
  ...UNSUPPORTED,
};

/** The names of the shell's own commands, in capitals. */
export const COMMAND_NAMES: readonly string[] = [...Object.keys(COMMANDS), 'source'].map((name) => name.toUpperCase());

/** The command that a statement is, or `undefined` for one that the server gets. */
export function commandOf(words: readonly Token[]): ((call: CommandCall) => Promise<Outcome>) | undefined {
  const [first] = words;
  const name = keyword(first);
  const row = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (row === undefined) return undefined;
  return async (call) => (await row.run(call)) ?? improper(first?.text ?? name, call.args, row.words ?? []);
}

function improper(name: string, args: readonly Token[], known: readonly string[]): Outcome {
  const guesses = args.map(({ text }) => {
    const word = text.toUpperCase();
    return known.includes(word) ? word : nearest(word, known);
  });
  const isGuessed = guesses.length > 0 && guesses.every((guess) => guess !== undefined);
  const remedy = isGuessed ? `Did you mean ${name.toUpperCase()} ${guesses.join(' ')}?` : takes(known);
  return refused(`Improper ${name} command.`, remedy);
}

function takes(known: readonly string[]): string {
  return known.length === 0 ? 'HELP lists the commands of this shell.' : `It takes ${known.join(', ')}.`;
}

/** The one of these words that is the only argument; `undefined` for any other arguments. */
function onlyWord<Word extends string>(args: readonly Token[], known: readonly Word[]): Word | undefined {
  const [word] = args;
  const text = word?.kind === 'word' ? word.text.toUpperCase() : '';
  return args.length === 1 ? known.find((each) => each === text) : undefined;
}

function consistency({ state, args }: CommandCall): Outcome | undefined {
  if (args.length === 0) return said(`Current consistency level is ${state.consistency}.`);
  const level = onlyWord(args, CONSISTENCY_LEVELS);
  if (level === undefined) return undefined;
  state.consistency = level;
  return said(`Consistency level set to ${level}.`);
}

function serialConsistency({ state, args: [first, ...args] }: CommandCall): Outcome | undefined {
  if (keyword(first) !== 'consistency') return undefined;
  if (args.length === 0) return said(`Current serial consistency level is ${state.serialConsistency}.`);
  const level = onlyWord(args, SERIAL_LEVELS);
  if (level === undefined) return undefined;
  state.serialConsistency = level;
  return said(`Serial consistency level set to ${level}.`);
}

function toggle(state: ShellState, key: 'tracing' | 'expand' | 'paging', args: readonly Token[]): Outcome | undefined {
  const name = key.toUpperCase();
  const now = state[key] ? 'ON' : 'OFF';
  if (args.length === 0) return said(`${name} is ${now}`);
  const to = onlyWord(args, SWITCH);
  if (to === undefined) return undefined;
  if (to === now) return said(`${name} is already ${now}`);
  state[key] = to === 'ON';
  return said(`${name} set to ${to}`);
}

/** The protocol has the size of a page as a signed integer of 32 bits. */
const MAX_PAGE_SIZE = 2 ** 31 - 1;

function paging(state: ShellState, args: readonly Token[]): Outcome | undefined {
  const [size] = args;
  if (args.length === 1 && size?.kind === 'word' && /^\d+$/.test(size.text)) {
    if (Number(size.text) < 1 || Number(size.text) > MAX_PAGE_SIZE) {
      return refused(`PAGING ${size.text}: a page has from 1 to ${MAX_PAGE_SIZE} rows`, 'PAGING OFF asks for all rows at once.');
    }
    state.paging = true;
    state.pageSize = Number(size.text);
    return said(`Page size: ${state.pageSize}`);
  }
  const outcome = toggle(state, 'paging', args);
  if (outcome === undefined) return undefined;
  if (state.paging) return { output: `${outcome.output}Page size: ${state.pageSize}\n` };
  state.pageSize = DEFAULT_PAGE_SIZE;
  return outcome;
}

const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

async function show({ state, args, signal }: CommandCall): Promise<Outcome | undefined> {
  const [what, ...rest] = args;
  const id = rest.map(({ text }) => text).join('');
  if (keyword(what) === 'session' && ID.test(id)) return { output: await showTrace(state, id.toLowerCase(), signal) };
  if (keyword(what) === 'replicas') {
    const remedy = 'ringside token gives the replicas of a key, nodetool getendpoints too.';
    return refused('SHOW REPLICAS is not supported here.', remedy);
  }
  if (rest.length > 0 || !['host', 'version'].includes(keyword(what))) return undefined;
  const { rows } = await state.session.execute("SELECT * FROM system.local WHERE key = 'local'", [], { consistency: 'ONE', signal });
  const [local = {}] = rows;
  if (keyword(what) === 'host') return said(`Connected to ${String(local['cluster_name'])} at ${state.session.coordinator}`);
  const { release_version: release, cql_version: cql } = local;
  return said(
    `[ringside cql | Cassandra ${String(release)} | CQL spec ${String(cql)} | Native protocol v${state.session.protocolVersion}]`,
  );
}

function exit({ state, args }: CommandCall): Outcome | undefined {
  if (args.length > 0) return undefined;
  state.isOver = true;
  return { output: '' };
}
