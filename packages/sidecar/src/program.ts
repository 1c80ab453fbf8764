import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { errors, nearest, toOpsError } from '@ringside/core';
import { cassandraAdapters } from './adapters.ts';
import { loadSidecarSettings } from './config/load.ts';
import { sidecarConfig } from './config/table.ts';
import { asLoggerPort, createLogger } from './logger.ts';
import { SIDECAR_VERSION, startSidecar } from './sidecar.ts';

const FLAGS = sidecarConfig.flatMap(({ flag }) => (flag === undefined ? [] : [flag]));
/** Where the dashboard is built, beside this package. */
const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

const HELP = `Usage: ringside-sidecar [--config file.json] [--flag value …]

Runs beside a Cassandra node and serves its HTTP API. Prints one JSON line when it listens, logs to
standard error, and stops on SIGTERM or SIGINT.

${sidecarConfig.map(({ key, flag, env, doc }) => `  ${key}${flag === undefined ? '' : ` (--${flag})`}${env === undefined ? '' : ` (${env})`}\n      ${doc}`).join('\n')}

Example:
  ringside-sidecar --config /etc/ringside/sidecar.json
`;

function readFlags(argv: readonly string[]): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries([...FLAGS, 'config'].map((flag) => [flag, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: [...argv], options: { ...options, help: { type: 'boolean' }, version: { type: 'boolean' } } });
    return values;
  } catch (error) {
    const unknown = /--([\w-]+)/.exec((error as Error).message)?.[1] ?? '';
    const near = nearest(unknown, [...FLAGS, 'config', 'help', 'version']);
    const hint = near === undefined || near === unknown ? '' : ` Did you mean --${near}?`;
    throw errors.INVALID_ARGUMENT({ message: `${(error as Error).message.split('. ')[0]}.${hint}`, cause: error });
  }
}

async function serve(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv);
  if (flags['help'] === true) return void process.stdout.write(HELP);
  if (flags['version'] === true) return void process.stdout.write(`${SIDECAR_VERSION}\n`);
  const loaded = await loadSidecarSettings({ file: flags['config'] as string | undefined, env: process.env, flags });
  const settings = { ...loaded, dashboardDirectory: loaded.dashboardDirectory ?? DASHBOARD };
  const logger = createLogger(settings.logLevel);
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'A promise was rejected and nobody looked'));
  const sidecar = await startSidecar({ settings, adapters: cassandraAdapters(settings, asLoggerPort(logger)), logger });
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: sidecar.url })}\n`);
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1));
    process.once('SIGINT', () => process.exit(1));
    void sidecar.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/**
 * Runs `ringside-sidecar` until it is told to stop; says on standard error why it cannot, and sets the exit code.
 *
 * @param argv what the command was given
 */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    await serve(argv);
  } catch (error) {
    const { message, remedy, exitCode } = toOpsError(error);
    process.stderr.write(`ringside-sidecar: ${message}\n${remedy}\n`);
    process.exitCode = exitCode;
  }
}
