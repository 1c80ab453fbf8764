import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { claimsFolder, ownIdentity } from '@ringside/host';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { claimPortBase } from './port-claim.ts';
import { portsFor } from './ports.ts';

beforeEach(async () => {
  vi.stubEnv('TMPDIR', await temporaryDirectory('claims'));
  onTestFinished(() => void vi.unstubAllEnvs());
});

test('claims that are held at the same time differ, and no two of them share a port', async () => {
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimPortBase({ nodes: 1 })));
  const ports = claims.flatMap(({ portBase }) => Object.values(portsFor(portBase)));
  expect(new Set(ports).size).toBe(100);
  await Promise.all(claims.map((claim) => claim.release()));
  expect(await readdir(await claimsFolder('ports'))).toEqual([]);
});

test('what a process that has ended claimed can be claimed again, and what a living one claimed cannot', async () => {
  const folder = await claimsFolder('ports');
  const { pid } = spawnSync(process.execPath, ['--version']);
  const all = Array.from({ length: 180 }, (_, index) => String((120 + index) * 100));
  for (const base of all) await writeFile(join(folder, base), JSON.stringify({ pid, startedAt: 'before' }));
  expect((await claimPortBase({ nodes: 1 })).portBase).toBeGreaterThanOrEqual(12_000);
  for (const base of all) await writeFile(join(folder, base), JSON.stringify(ownIdentity()));
  await expect(claimPortBase({ nodes: 1 })).rejects.toMatchObject({ code: 'OUT_OF_PORTS' });
});

test('a base of which another program uses one port is not given, whichever port it is', async () => {
  const claim = await claimPortBase({ nodes: 1 });
  const { portBase } = claim;
  await claim.release();
  for (const port of Object.values(portsFor(portBase))) {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    await expect(claimPortBase({ nodes: 1, bases: [portBase] })).rejects.toMatchObject({ code: 'OUT_OF_PORTS' });
    server.close();
    await once(server, 'close');
  }
  expect(await claimPortBase({ nodes: 1, bases: [portBase] })).toMatchObject({ portBase });
});

test('where only some bases will do, one of them is given, to one at a time', async () => {
  const bases = [5_031, 5_131];
  const claims = await Promise.all(bases.map(() => claimPortBase({ nodes: 1, bases })));
  expect(claims.map(({ portBase }) => portBase).toSorted((a, b) => a - b)).toEqual(bases);
  await expect(claimPortBase({ nodes: 1, bases })).rejects.toThrow('None of the 2 port bases for tests is free');
  await claims[1]?.release();
  expect(await claimPortBase({ nodes: 1, bases })).toMatchObject({ portBase: claims[1]?.portBase });
});
