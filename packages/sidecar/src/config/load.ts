import { isAbsolute, resolve } from 'node:path';
import { readAccessSettings } from '@ringside/access';
import { readClientTls } from '@ringside/client';
import { type ConfigTable, type ConfigValue, errors, type OpsError, resolveConfig } from '@ringside/core';
import { readSecretFile, readTextFile } from '@ringside/host';
import { readPushSettings } from '@ringside/metrics-push';
import { parseKeyspaceLevel } from '@ringside/model';
import { readCollectSettings } from '@ringside/node-metrics';
import type { ControlledBy, InstanceSettings, SidecarSettings, TlsSettings } from './settings.ts';
import { instanceConfig, sidecarConfig } from './table.ts';
import { readTlsFiles } from './tls-files.ts';

/** Where settings come from. */
export interface SettingsSources {
  /** Path of the JSON configuration file. */
  readonly file?: string | undefined;
  /** Default: no variables are read; pass `process.env` to read this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Command-line options by flag name. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, ConfigValue>>;

/**
 * Reads and checks the whole configuration, secret files included. Nothing of a secret is in any message.
 *
 * @throws OpsError `JSON_MALFORMED`, `CONFIG_UNKNOWN_KEY`, `CONFIG_INVALID` or `PERMISSION_DENIED`, naming key and file
 */
export async function loadSidecarSettings(sources: SettingsSources): Promise<SidecarSettings> {
  const { cassandra_instances: several, ...file } = sources.file === undefined ? {} : await readConfigFile(sources.file);
  const fileName = sources.file ?? 'the configuration';
  const { values, origins } = resolveConfig(sidecarConfig, { ...sources, file, fileName });
  if (several !== undefined && Object.entries(origins).some(([key, origin]) => key.startsWith('cassandra.') && origin !== 'default'))
    throw invalid(`${fileName}: use either cassandra or cassandra_instances, not both`);
  const instances = await Promise.all(instanceValues(several, values, fileName).map(({ at, each }) => readInstance(at, each)));
  rejectDuplicateIds(instances, fileName);
  const operationsDirectory = operationsFolder(values, instances);
  return {
    listen: { host: text(values, 'listen.host') ?? instances[0]?.host ?? '127.0.0.1', port: portOf(values, 'listen.port', 0) },
    tls: await readTls(values),
    ...(await readAccessSettings(values)),
    identitySecret: await readSecret('identity.secretFile', text(values, 'identity.secretFile')),
    peers: { watch: values['peers.watch'] === true, sidecars: peerUrls(values) },
    instances,
    operationsDirectory,
    levels: keptLevels(values),
    jolokiaTimeoutMs: positive(values, 'jolokia.timeout'),
    cqlTimeoutMs: positive(values, 'cql.timeout'),
    requestTimeoutMs: positive(values, 'requests.timeout'),
    longRequestTimeoutMs: positive(values, 'requests.longTimeout'),
    concurrentRequests: positive(values, 'requests.concurrent'),
    concurrentLongRequests: positive(values, 'requests.longConcurrent'),
    connections: positive(values, 'requests.connections'),
    clientTimeoutMs: positive(values, 'requests.clientTimeout'),
    allowableSkewMinutes: positive(values, 'timeSkew.allowableMinutes'),
    metrics: readCollectSettings(values),
    push: readPushSettings(values),
    dashboardDirectory: text(values, 'dashboard.directory'),
    logLevel: oneOf(LEVELS, 'log.level', values['log.level']),
  };
}

async function readConfigFile(file: string): Promise<Record<string, unknown>> {
  const json = await readTextFile('--config', file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw errors.JSON_MALFORMED({ message: `${file} is not valid JSON: ${(error as Error).message}`, cause: error });
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw invalid(`${file}: the configuration is not an object`);
}

/** Values of every instance by key, and what its keys are called in messages. */
function instanceValues(several: unknown, values: Values, fileName: string): { at: string; each: Values }[] {
  if (several === undefined) return [{ at: 'cassandra.', each: strip(values, 'cassandra.') }];
  if (!Array.isArray(several) || several.length === 0) throw invalid(`${fileName}: cassandra_instances is not a list of instances`);
  const table: ConfigTable = instanceConfig.map(({ env: _env, flag: _flag, ...key }) => key);
  return several.map((file: unknown, index) => {
    const at = `cassandra_instances[${index}]`;
    if (typeof file !== 'object' || file === null) throw invalid(`${fileName}: ${at} is not an object`);
    const numbered = { id: index + 1, ...file };
    return { at: `${at}.`, each: resolveConfig(table, { file: numbered, fileName: `${fileName} ${at}` }).values };
  });
}

function strip(values: Values, prefix: string): Values {
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

async function readInstance(at: string, values: Values): Promise<InstanceSettings> {
  const directories = values['dataDirectories'] as readonly string[] | undefined;
  const jolokiaUrl = text(values, 'jolokiaUrl') ?? '';
  if (!URL.canParse(jolokiaUrl)) throw invalid(`${at}jolokiaUrl: ${JSON.stringify(jolokiaUrl)} is not an address`);
  if (directories?.some((directory) => !isAbsolute(directory))) throw invalid(`${at}dataDirectories: not all paths are absolute`);
  return {
    id: values['id'] as number,
    host: text(values, 'host') ?? '',
    port: portOf(values, 'port', 1),
    credentials: await readCredentials(at, values),
    cqlTls: await readCqlTls(at, values),
    controlledBy: oneOf(CONTROLS, `${at}control`, values['control']),
    jolokiaUrl,
    jolokiaSecretFile: await readableSecret(`${at}jolokiaSecretFile`, text(values, 'jolokiaSecretFile')),
    dataDirectories: directories,
    lifecycle: lifecycleOf(at, values),
  };
}

function lifecycleOf(at: string, values: Values): InstanceSettings['lifecycle'] {
  const unit = text(values, 'lifecycle.unit');
  const [startCommand, stopCommand] = ['lifecycle.start', 'lifecycle.stop'].map((key) => command(`${at}${key}`, values[key]));
  if (unit !== undefined && (startCommand !== undefined || stopCommand !== undefined))
    throw invalid(`${at}lifecycle: use either unit, or start and stop, not both`);
  if (unit !== undefined) return { unit };
  if (startCommand === undefined && stopCommand === undefined) return undefined;
  if (startCommand === undefined || stopCommand === undefined)
    throw invalid(`${at}lifecycle.start and ${at}lifecycle.stop need each other`);
  return { startCommand, stopCommand };
}

function command(key: string, words: ConfigValue): readonly string[] | undefined {
  if (words === undefined) return undefined;
  if (Array.isArray(words) && words.length > 0 && words[0] !== '') return words as readonly string[];
  throw invalid(`${key}: it names no program`);
}

/** Levels by keyspace; each keyspace once. */
function keptLevels(values: Values): SidecarSettings['levels'] {
  const written = (values['safety.levels'] as readonly string[] | undefined) ?? [];
  const levels = written.map((word) => {
    try {
      return parseKeyspaceLevel(word, 'each of them');
    } catch (error) {
      throw invalid(`safety.levels: ${(error as Error).message}`);
    }
  });
  const [twin] = levels.find(([name], at) => levels.findIndex(([other]) => other === name) !== at) ?? [];
  if (twin !== undefined) throw invalid(`safety.levels: it names keyspace ${twin} twice`);
  return Object.fromEntries(levels);
}

/** The folder for operations, where they are switched on and every node can be stopped and started. */
function operationsFolder(values: Values, instances: readonly InstanceSettings[]): string | undefined {
  if (values['operations.enabled'] !== true) return undefined;
  const folder = path(values, 'operations.directory');
  if (folder === undefined) throw invalid('operations.enabled needs operations.directory');
  const lacking = instances.find(({ lifecycle }) => lifecycle === undefined);
  if (lacking === undefined) return folder;
  throw invalid(`operations.enabled needs lifecycle.unit, or lifecycle.start and lifecycle.stop, of the node at ${lacking.host}`);
}

async function readCredentials(at: string, values: Values): Promise<InstanceSettings['credentials']> {
  const username = text(values, 'username');
  const file = text(values, 'passwordFile');
  if (username === undefined && file === undefined) return undefined;
  if (username === undefined || file === undefined) throw invalid(`${at}username and ${at}passwordFile need each other`);
  return { username, password: await readSecretFile(`${at}passwordFile`, resolve(file)) };
}

async function readCqlTls(at: string, values: Values): Promise<InstanceSettings['cqlTls']> {
  const [caFile, certificateFile, keyFile] = ['tls.caFile', 'tls.certificateFile', 'tls.keyFile'].map((key) => path(values, key));
  const names = { caFile: `${at}tls.caFile`, certificateFile: `${at}tls.certificateFile`, keyFile: `${at}tls.keyFile` };
  return await readClientTls({ caFile, certificateFile, keyFile }, names);
}

async function readSecret(key: string, file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readSecretFile(key, resolve(file));
}

/** The path of a secret that can be read now; its content is read when it is needed. */
async function readableSecret(key: string, file: string | undefined): Promise<string | undefined> {
  await readSecret(key, file);
  return file === undefined ? undefined : resolve(file);
}

async function readTls(values: Values): Promise<TlsSettings | undefined> {
  const [certificateFile, keyFile, caFile] = ['tls.certificateFile', 'tls.keyFile', 'tls.caFile'].map((key) => text(values, key));
  const requireClientCertificate = values['tls.requireClientCertificate'] === true;
  if (certificateFile === undefined && keyFile === undefined && caFile === undefined && !requireClientCertificate) return undefined;
  if (certificateFile === undefined || keyFile === undefined) throw invalid('TLS needs both tls.certificateFile and tls.keyFile');
  if (requireClientCertificate && caFile === undefined) throw invalid('tls.requireClientCertificate needs tls.caFile');
  const reread = (): ReturnType<typeof readTlsFiles> => readTlsFiles({ certificateFile, keyFile, caFile });
  return { ...(await reread()), requireClientCertificate, reread, rereadEveryMs: positive(values, 'tls.reloadInterval') };
}

function peerUrls(values: Values): readonly string[] {
  const urls = (values['peers.sidecars'] as readonly string[] | undefined) ?? [];
  const wrong = urls.find((url) => !/^https?:\/\/[^@]+$/.test(url) || !URL.canParse(url));
  if (wrong !== undefined) throw invalid(`peers.sidecars: ${JSON.stringify(wrong)} is not an http or https address without credentials`);
  return urls;
}

function rejectDuplicateIds(instances: readonly InstanceSettings[], fileName: string): void {
  const twin = instances.find((one, index) => instances.findIndex(({ id }) => id === one.id) !== index);
  if (twin !== undefined) throw invalid(`${fileName}: two instances have id ${twin.id}`);
}

function text(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function path(values: Values, key: string): string | undefined {
  const named = text(values, key);
  return named === undefined ? undefined : resolve(named);
}

function positive(values: Values, key: string): number {
  const value = values[key];
  if (typeof value === 'number' && value > 0) return value;
  throw invalid(`${key}: ${String(value)} is not more than zero`);
}

const MAX_PORT = 65_535;

function portOf(values: Values, key: string, least: number): number {
  const value = values[key];
  if (typeof value === 'number' && value >= least && value <= MAX_PORT) return value;
  throw invalid(`${key}: ${String(value)} is not a port`);
}

const LEVELS: readonly SidecarSettings['logLevel'][] = ['debug', 'info', 'warn', 'error'];
const CONTROLS: readonly ControlledBy[] = ['auto', 'jolokia', 'virtual-tables'];

function oneOf<Choice extends string>(choices: readonly Choice[], key: string, value: unknown): Choice {
  const chosen = choices.find((each) => each === value);
  if (chosen !== undefined) return chosen;
  throw invalid(`${key}: ${JSON.stringify(value)} is not one of ${choices.join(', ')}`);
}

function invalid(message: string): OpsError {
  return errors.CONFIG_INVALID({ message, remedy: 'Correct it; ringside-sidecar --help lists every key.' });
}
