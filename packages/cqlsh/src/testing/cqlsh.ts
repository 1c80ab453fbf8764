import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version whose print this package has. */
export const CQLSH = 'cqlsh==6.2.2';

const INSTALL_MS = 180_000;
const RUN_MS = 120_000;

/** A cqlsh in a Python environment of its own. */
export interface Cqlsh {
  /** Runs a file of statements and gives what cqlsh prints on both streams, in order, errors without `file:line:`. */
  run(text: string, host: string, port: number): string;
  remove(): void;
}

/** Gets cqlsh; `undefined` where there is no Python that can make an environment or no registry to get it from. */
export function installCqlsh(): Cqlsh | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-cqlsh-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const python = spawnSync('python3', ['-m', 'venv', join(folder, 'python')]);
  const pip = join(folder, 'python', 'bin', 'pip');
  const words = ['install', '--quiet', '--disable-pip-version-check', CQLSH];
  if (python.status === 0 && spawnSync(pip, words, { timeout: INSTALL_MS }).status === 0) {
    return { run: (text, host, port) => runFile(folder, text, host, port), remove };
  }
  remove();
  return undefined;
}

function runFile(folder: string, text: string, host: string, port: number): string {
  const file = join(folder, 'statements.cql');
  const printed = join(folder, 'printed.txt');
  writeFileSync(file, text);
  const stream = openSync(printed, 'w');
  const { PATH = '' } = process.env;
  spawnSync(join(folder, 'python', 'bin', 'cqlsh'), ['--no-color', '--request-timeout=60', '-f', file, host, String(port)], {
    stdio: ['ignore', stream, stream],
    timeout: RUN_MS,
    env: { PATH, HOME: folder, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', TZ: 'UTC' },
  });
  closeSync(stream);
  return readFileSync(printed, 'utf8')
    .replace(/^WARNING: cqlsh was built against.*\n/, '')
    .replaceAll(/^.*DateOverFlowWarning:.*\n/gm, '')
    .replaceAll(/^.*statements\.cql:\d+:/gm, '');
}
