import { readFile, readdir, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { ensureSecretFile, writeAgentFiles } from './control-agent.ts';
import { nodePaths } from '../paths.ts';

const secretIn = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim();

test('each start has a new secret, in files that only their owner may read, and the agent is given that one', async () => {
  const paths = nodePaths(await temporaryDirectory('secret'), 'node1');
  await ensureSecretFile(paths);
  const secrets = [await secretIn(paths.secret)];
  for (let start = 0; start < 3; start += 1) {
    expect(await writeAgentFiles(paths, '127.0.0.1', 8778)).toBe(`config=${paths.agentOptions}`);
    const secret = await secretIn(paths.secret);
    expect(await readFile(paths.agentOptions, 'utf8')).toContain(`password=${secret}\n`);
    secrets.push(secret);
  }
  expect(new Set(secrets).size).toBe(4);
  for (const file of [paths.secret, paths.agentOptions]) expect((await stat(file)).mode & 0o077).toBe(0);
});

test('a node that was never started has a secret file for a sidecar to start with, and one that is there is left alone', async () => {
  const paths = nodePaths(await temporaryDirectory('secret'), 'node1');
  await Promise.all([ensureSecretFile(paths), ensureSecretFile(paths), ensureSecretFile(paths)]);
  const first = await secretIn(paths.secret);
  expect(first).not.toBe('');
  await ensureSecretFile(paths);
  expect(await secretIn(paths.secret)).toBe(first);
  expect(await readdir(paths.root)).toEqual(['jolokia.secret']);
  expect((await stat(paths.secret)).mode & 0o777).toBe(0o600);
});
