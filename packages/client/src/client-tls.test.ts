import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { readClientTls } from './client-tls.ts';

const names = { caFile: '--ca', certificateFile: '--cert', keyFile: '--key' };

test('reads what is named, and nothing where nothing is', async () => {
  const folder = await temporaryDirectory('tls');
  const [caFile, certificateFile, keyFile] = ['ca', 'cert', 'key'].map((name) => join(folder, name));
  for (const file of [caFile, certificateFile, keyFile])
    await writeFile(file ?? '', `PEM of ${file?.slice(folder.length + 1)}\n`, { mode: 0o600 });
  expect(await readClientTls({}, names)).toBeUndefined();
  expect(await readClientTls({ caFile }, names)).toEqual({ ca: 'PEM of ca\n', cert: undefined, key: undefined });
  const all = { caFile, certificateFile, keyFile };
  expect(await readClientTls(all, names)).toEqual({ ca: 'PEM of ca\n', cert: 'PEM of cert\n', key: 'PEM of key' });
  await chmod(keyFile ?? '', 0o644);
  await expect(readClientTls(all, names)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: `--key: ${keyFile} may be read by others (mode 0644)`,
  });
});

test.each([
  [{ keyFile: '/k' }, '--cert and --key need each other'],
  [{ certificateFile: '/c', caFile: '/a' }, '--cert and --key need each other'],
  [{ certificateFile: '/c', keyFile: '/k' }, '--cert needs --ca'],
  [{ caFile: '/nowhere' }, '--ca: /nowhere cannot be read (ENOENT)'],
])('refuses %j, by the names that were given', async (files, message) => {
  await expect(readClientTls(files, names)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
});
