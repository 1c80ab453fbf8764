import { spawnSync } from 'node:child_process';
import { chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { listSetUp } from '../setup.ts';
import { folderForAll } from '../testing/folder-for-all.ts';
import { type Layout, layoutOf } from './layout.ts';
import { isBelievable, recordText, type SetupRecord } from './record.ts';

const layout = layoutOf('/var/lib/ringside/sidecars', '10.0.0.1:9042');
const OWNER = { uid: 999, gid: 999 };
const record: SetupRecord = {
  version: 1,
  name: '10.0.0.1:9042',
  address: '10.0.0.1',
  nativePort: 9042,
  ...OWNER,
  agent: { address: '127.0.0.1', port: 8778 },
  sidecar: { address: '127.0.0.1', port: 9043 },
  files: { [layout.configuration]: 'x', [layout.secret]: '' },
  optionsFile: '/etc/cassandra/jvm-server.options',
  unitFile: layout.unitFile,
};

test('a record is believed that speaks of its own folder', () => {
  expect(isBelievable(record, layout, OWNER)).toBe(true);
});

test.each<[string, Partial<SetupRecord>]>([
  ['root as the user whose rights are used', { uid: 0 }],
  ['a unit of somebody else', { unitFile: '/etc/systemd/system/sshd.service' }],
  ['a file outside of the folder', { files: { '/etc/passwd': '' } }],
  ['a file that is above the folder', { files: { [`${layout.folder}/../x`]: '' } }],
  ['options of something else', { optionsFile: '/etc/sudoers' }],
  ['options by a relative path', { optionsFile: 'jvm-server.options' }],
  ['a sidecar on another machine, which root would ask', { sidecar: { address: '192.0.2.7', port: 80 } }],
  ['an agent on another machine', { agent: { address: '192.0.2.7', port: 80 } }],
  ['a role that a terminal would obey', { role: '\u001b[2J' }],
  ['another node', { name: '10.0.0.2:9042' }],
])('and none that its owner made to name %s: root acts on it', (_, planted) => {
  expect(isBelievable({ ...record, ...planted }, layout, OWNER)).toBe(false);
});

/** A record of this user's node, as `init` writes it. */
async function writeOwn(base: string, name: string, over: object = {}): Promise<Layout> {
  const own = layoutOf(base, name);
  await mkdir(own.folder, { recursive: true });
  const written = { ...record, name, uid: process.geteuid?.() ?? 0, files: {}, unitFile: undefined, ...over };
  await writeFile(own.record, recordText(written));
  return own;
}

test('listSetUp() finds what was set up, passes over what is none, and tells what is broken beside the others', async () => {
  const base = await temporaryDirectory('records');
  await writeOwn(base, '127.0.0.9:9042');
  await mkdir(join(base, 'empty'));
  await writeFile(join(base, 'note'), '');
  for (const name of ['link', 'pipe', 'text']) await mkdir(join(base, name));
  await symlink('/etc/passwd', join(base, 'link/setup.json'));
  spawnSync('mkfifo', [join(base, 'pipe/setup.json')]);
  await writeFile(join(base, 'text/setup.json'), '{}');
  const { found, broken } = await listSetUp(base);
  expect(found.map(({ record: { name } }) => name)).toEqual(['127.0.0.9:9042']);
  expect(broken.map(({ folder, error: { code } }) => [basename(folder), code])).toEqual([
    ['link', 'PERMISSION_DENIED'],
    ['pipe', 'PERMISSION_DENIED'],
    ['text', 'STATE_CORRUPT'],
  ]);
});

test.each<[string, object]>([
  ['places', { agent: undefined }],
  ['a port', { sidecar: { address: '127.0.0.1', port: 0 } }],
  ['files', { files: null }],
  ['a name', { name: '' }],
])('a record without %s is broken, not a fault of the program', async (_, over) => {
  const base = await temporaryDirectory('records');
  const { folder, record: file } = await writeOwn(base, '127.0.0.9:9042');
  await writeFile(file, JSON.stringify({ ...record, name: '127.0.0.9:9042', uid: process.geteuid?.(), files: {}, ...over }));
  expect((await listSetUp(base)).broken).toMatchObject([{ folder, error: { code: 'STATE_CORRUPT' } }]);
});

test.runIf(process.geteuid?.() === 0)(
  'root reads a record with the rights of the folder’s owner, and takes the group from the folder (skipped where this is not root)',
  async () => {
    const base = await folderForAll();
    const name = '127.0.0.9:9042';
    const theirs = await writeOwn(base, name, { uid: 1, gid: 0 });
    await chown(theirs.folder, 1, 1);
    expect((await listSetUp(base)).broken).toMatchObject([
      { error: { message: expect.stringContaining('belongs to the user with id 0') as string } },
    ]);
    await chown(theirs.record, 1, 1);
    expect((await listSetUp(base)).found.map(({ record: { uid, gid } }) => [uid, gid])).toEqual([[1, 1]]);
  },
);
