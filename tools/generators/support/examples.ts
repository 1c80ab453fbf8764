import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One generator as `generators.json` and its schema describe it. */
export interface Described {
  readonly name: string;
  readonly schema: {
    readonly description?: string;
    readonly examples?: readonly { readonly command: string; readonly description: string }[];
    readonly properties: Readonly<
      Record<string, { readonly description?: string; readonly 'x-prompt'?: unknown; readonly default?: unknown }>
    >;
    readonly required: readonly string[];
  };
}

/** A generator to run with options, as one of the examples in its help does. */
export interface Run {
  readonly generator: string;
  readonly options: Readonly<Record<string, string | boolean>>;
}

const FOLDER = join(import.meta.dirname, '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

/** Every generator that Nx offers. */
export function describedGenerators(): readonly Described[] {
  const { generators } = read('generators.json') as { generators: Record<string, { schema: string }> };
  return Object.entries(generators).map(([name, { schema }]) => ({ name, schema: read(schema) as Described['schema'] }));
}

/** What the command of an example asks for; words in double quotes are one, and a word that begins with `--` is an option. */
export function runOf(command: string): Run {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const [generator = '', name = '', ...rest] = words.slice(words.indexOf('g') + 1);
  const options: Record<string, string | boolean> = { name };
  rest.forEach((word, index) => {
    const next = rest[index + 1];
    if (word.startsWith('--')) options[camel(word.slice(2))] = next === undefined || next.startsWith('--') ? true : next;
  });
  return { generator: generator.replace('@ringside/tools:', ''), options };
}

function camel(word: string): string {
  return word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a generator's help lacks: what it makes, what an option means, an example of its own, a question for what it cannot do without. */
export function helpFaults({ name, schema }: Described): string[] {
  const { description = '', examples = [], properties, required } = schema;
  const faults = /^Makes .{20,}\.$/.test(description) ? [] : ['it does not say what it makes'];
  for (const [option, { description: meaning = '' }] of Object.entries(properties))
    if (meaning.length < 12) faults.push(`--${option} is not explained`);
  for (const option of required) if (properties[option]?.['x-prompt'] === undefined) faults.push(`--${option} is not asked for`);
  if (!examples.some(({ command }) => runOf(command).generator === name)) faults.push('it has no example');
  return faults;
}
