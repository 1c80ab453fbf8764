import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LIB = join(dirname(createRequire(import.meta.url).resolve('cassandra-driver/package.json')), 'lib');

/** The text of the driver's programs: what its errors say is read there, without a session. */
export async function driverSource(): Promise<string> {
  const files = (await readdir(LIB, { recursive: true })).filter((name) => name.endsWith('.js'));
  return (await Promise.all(files.map((name) => readFile(join(LIB, name), 'utf8')))).join('\n');
}

/** The codes with which a node can answer, as the driver knows them. */
export async function answerCodes(): Promise<readonly number[]> {
  const [, table = ''] = /responseErrorCodes = \{([^}]*)\}/.exec(await readFile(join(LIB, 'types/index.js'), 'utf8')) ?? [];
  return [...table.matchAll(/:\s*(0x[\dA-Fa-f]+)/g)].map(([, code]) => Number(code));
}

/** The names of the errors that the driver exports. */
export async function errorClasses(): Promise<readonly string[]> {
  const source = await readFile(join(LIB, 'errors.js'), 'utf8');
  return [...source.matchAll(/^exports\.(\w+)\s*=/gm)].map(([, name]) => name ?? '');
}
