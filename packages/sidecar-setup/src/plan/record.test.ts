import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { listSetUp } from '../setup.ts';
import { layoutOf } from './layout.ts';
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
  ['another node', { name: '10.0.0.2:9042' }],
])('and none that its owner made to name %s: root acts on it', (_, planted) => {
  expect(isBelievable({ ...record, ...planted }, layout, OWNER)).toBe(false);
});

test('listSetUp() finds what was set up, passes over what is none, and refuses a planted record', async () => {
  const base = await temporaryDirectory('records');
  const own = layoutOf(base, '127.0.0.9:9042');
  const { uid } = { uid: process.getuid?.() ?? 0 };
  await mkdir(own.folder);
  await mkdir(join(base, 'empty'));
  const written = { ...record, name: '127.0.0.9:9042', uid, files: {}, unitFile: undefined };
  await writeFile(own.record, recordText(written));
  expect((await listSetUp(base)).map(({ record: { name } }) => name)).toEqual(['127.0.0.9:9042']);
  await symlink('/etc/passwd', join(base, 'empty', 'setup.json'));
  await expect(listSetUp(base)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
});
