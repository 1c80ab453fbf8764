import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openClient } from './open.ts';
import { askedOf, SELECT, sum, useRings } from './testing/use-ring.ts';

const rings = useRings('127.82.17');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-client-'));
});
afterEach(async () => rm(folder, { recursive: true }));

test('a client is opened by contact points alone, and its statements are prepared', async () => {
  const ring = await rings.ring();
  const client = await openClient({ contactPoints: ring.contactPoints, port: ring.port, keyspace: 'shop' });
  const { rows } = await client.execute(SELECT, ['a']);
  await client.shutdown();
  expect(rows).toHaveLength(1);
  expect(sum(askedOf(ring, SELECT))).toBe(1);
});

test('it refuses to begin without a contact point', async () => {
  await expect(openClient({ contactPoints: [] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: 'There is no contact point' });
});

test('what cannot be read is named, before anything is connected', async () => {
  const contactPoints = ['127.82.17.9'];
  const tls = { caFile: join(folder, 'ca.pem') };
  await expect(openClient({ contactPoints, tls })).rejects.toThrow(/^The authority’s certificate cannot be read: ENOENT.*ca\.pem/);
  const passwordFile = join(folder, 'password');
  const credentials = { username: 'app', passwordFile };
  await expect(openClient({ contactPoints, credentials })).rejects.toThrow('The password of the role cannot be read');
  await writeFile(passwordFile, '\n');
  await expect(openClient({ contactPoints, credentials })).rejects.toThrow(`${passwordFile} has no password`);
});

test('no contact point that answers: the error says so, and nothing keeps the process', async () => {
  const failed = openClient({ contactPoints: ['127.82.17.9'], port: 1 });
  await expect(failed).rejects.toThrow(/^No contact point answers: 127\.82\.17\.9:1 \(connect ECONNREFUSED/);
});
