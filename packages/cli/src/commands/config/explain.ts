import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type CommandContext,
  defineCommand,
  findHome,
  option,
  optionalOperands,
  sidecarConfigFile,
  type Style,
  text,
} from '@ringside/cli-kit';
import { errors, explainConfig, type ExplainedKey, nearest, resolveConfig } from '@ringside/core';
import { sidecarConfig } from '@ringside/sidecar/config';

/** `ringside config explain`: the sidecar's configuration, key by key. */
export const command = defineCommand({
  description: `Prints every key of the sidecar's configuration: its value, type, unit and default, and whether the value comes from the default, the
file, the environment or a flag. Checks the file as the sidecar would: an unknown key is an error that names the nearest one.`,
  operands: { key: optionalOperands(text, 'Only these keys, or all below such a prefix (listen, tls, cassandra)') },
  options: {
    file: option('--file <file>', text, 'A configuration file (JSON)'),
    node: option('--node <name>', text, 'The configuration of this node of the ring here, such as node1'),
  },
  examples: [
    { command: 'ringside config explain', doc: 'every key, as the environment sets it' },
    { command: 'ringside config explain listen --node node1', doc: 'where the sidecar of node1 listens, and why' },
    { command: 'ringside config explain --file sidecar.json', doc: 'check a file of your own' },
  ],
  async run(context, { operands, options }) {
    const fileName = fileOf(context, options.file, options.node);
    const { cassandra_instances: _several, ...file } = fileName === undefined ? {} : await readJsonObject(fileName);
    const resolved = resolveConfig(sidecarConfig, { file, env: context.io.env, ...(fileName === undefined ? {} : { fileName }) });
    const keys = selectKeys(explainConfig(sidecarConfig, resolved), operands.key);
    context.print({ file: fileName ?? null, keys }, (value) => value.keys.map((key) => keyText(key, context.style)).join('\n'));
  },
});

function fileOf(context: CommandContext, file: string | undefined, node: string | undefined): string | undefined {
  if (file !== undefined) return resolve(context.io.workingDirectory, file);
  return node === undefined ? undefined : sidecarConfigFile(findHome(context), node);
}

/** Reads a JSON object. Fails with `NOT_FOUND`, `JSON_MALFORMED` or `CONFIG_INVALID`, naming the file. */
async function readJsonObject(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw errors.NOT_FOUND({ message: `${file} cannot be read`, remedy: 'Check its name, and that you may read it.', cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw errors.JSON_MALFORMED({ message: `${file} is not valid JSON: ${(cause as Error).message}`, cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw errors.CONFIG_INVALID({ message: `${file}: the configuration is not an object` });
}

function selectKeys(keys: readonly ExplainedKey[], wanted: readonly string[]): readonly ExplainedKey[] {
  const names = keys.map(({ key }) => key);
  for (const name of wanted) {
    if (names.some((key) => matches(key, name))) continue;
    const guess = nearest(name, [...names, ...new Set(names.map((key) => key.split('.')[0] ?? key))]);
    throw errors.CONFIG_UNKNOWN_KEY({
      message: `There is no key "${name}"`,
      remedy: guess === undefined ? 'ringside config explain lists every key.' : `Did you mean ${guess}?`,
    });
  }
  return wanted.length === 0 ? keys : keys.filter(({ key }) => wanted.some((name) => matches(key, name)));
}

function matches(key: string, wanted: string): boolean {
  return key === wanted || key.startsWith(`${wanted}.`);
}

function keyText(key: ExplainedKey, style: Style): string {
  const facts = [
    key.unit === undefined ? key.type : `${key.type} in ${key.unit}`,
    `default ${key.default}`,
    ...(key.env === undefined ? [] : [`env ${key.env}`]),
    ...(key.flag === undefined ? [] : [`flag --${key.flag}`]),
  ];
  const origin = key.origin === 'default' ? style.dim('(default)') : style.yellow(`(${key.origin})`);
  return `${style.bold(key.key)} = ${style.cyan(key.value)} ${origin}\n  ${key.doc}\n  ${style.dim(facts.join(' · '))}\n`;
}
