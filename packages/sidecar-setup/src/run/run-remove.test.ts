import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { digestOf, dropInBlock, withBlock } from '../plan/drop-in.ts';
import { type Layout, layoutOf } from '../plan/layout.ts';
import { agentOptions } from '../plan/plan-init.ts';
import { planRemove } from '../plan/plan-remove.ts';
import { recordText, type SetupRecord } from '../plan/record.ts';
import { readOwnSecret } from './own-file.ts';
import { runRemove } from './run-remove.ts';

const NAME = '127.0.0.1:9042';

/** What `init` leaves for a node that does not run now. */
async function setUp(options: string): Promise<{ readonly layout: Layout; readonly record: SetupRecord; readonly optionsFile: string }> {
  const base = await temporaryDirectory('remove');
  const layout = layoutOf(join(base, 'sidecars'), NAME);
  await mkdir(layout.folder, { recursive: true });
  const optionsFile = join(base, 'jvm-server.options');
  await writeFile(optionsFile, withBlock(options.replaceAll('AGENT', layout.agent), NAME, dropInBlock(NAME, agentOptions(layout))));
  const texts = { [layout.agent]: 'jar', [layout.configuration]: '{}' };
  for (const [path, text] of Object.entries(texts)) await writeFile(path, text);
  const place = { address: '127.0.0.1', port: 1 };
  const owner = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, digestOf(text)]));
  const record: SetupRecord = {
    version: 1,
    name: NAME,
    address: '127.0.0.1',
    nativePort: 9042,
    ...owner,
    agent: place,
    sidecar: place,
    files,
    optionsFile,
  };
  await writeFile(layout.record, recordText(record));
  return { layout, record, optionsFile };
}

const remove = async ({ record, layout }: { readonly record: SetupRecord; readonly layout: Layout }): Promise<readonly string[]> =>
  await runRemove(planRemove(record, layout, false), { clock: systemClock, node: undefined });

test('a node that does not run is left as it was before init', async () => {
  const found = await setUp('-ea\n');
  expect(await remove(found)).toEqual([]);
  expect([await readFile(found.optionsFile, 'utf8'), await readdir(join(found.layout.folder, '..'))]).toEqual(['-ea\n', []]);
});

test('a second remove, as after one that was interrupted, finds nothing to do', async () => {
  const found = await setUp('-ea\n');
  await remove(found);
  await mkdir(found.layout.folder);
  expect(await remove(found)).toEqual([]);
});

test('a jar that the next start names elsewhere stays, because the JVM would not start without it', async () => {
  const found = await setUp('-ea\n-javaagent:AGENT=port=8778\n');
  expect(await remove(found)).toEqual([
    `${found.layout.agent} stays: ${found.optionsFile} still names it, and the node would not start without it`,
  ]);
  expect(await readdir(found.layout.folder)).toEqual(['jolokia-agent.jar']);
});

test('a file that was changed since stays, and so does what somebody else put there', async () => {
  const found = await setUp('-ea\n');
  await writeFile(found.layout.configuration, '{ "log": {} }');
  await writeFile(join(found.layout.folder, 'notes'), 'mine');
  expect(await remove(found)).toEqual([`${found.layout.configuration} stays: it was changed since it was written`]);
  expect(await readdir(found.layout.folder)).toEqual(['notes', 'sidecar.json']);
});

test('a pipe that somebody put in the place of a file is not waited for, and stays', async () => {
  const found = await setUp('-ea\n');
  await rm(found.layout.configuration);
  spawnSync('mkfifo', [found.layout.configuration]);
  expect(await remove(found)).toEqual([expect.stringContaining(`${found.layout.configuration} is not read: it is not a plain file`)]);
});

test('a secret is read from a plain file of its owner’s alone', async () => {
  const file = join(await temporaryDirectory('secret'), 'jolokia.secret');
  await writeFile(file, ' s3cret\n', { mode: 0o600 });
  expect(await readOwnSecret(file)).toBe('s3cret');
  await writeFile(file, '\n');
  await expect(readOwnSecret(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: `${file} is empty` });
  await rm(file);
  spawnSync('mkfifo', ['-m', '600', file]);
  await expect(readOwnSecret(file)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});
