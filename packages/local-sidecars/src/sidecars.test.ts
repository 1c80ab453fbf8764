import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { killAndWait } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, describe, expect, it } from 'vitest';
import { findAllSidecars, type SidecarNode } from './process.ts';
import { createSidecars, type Sidecars } from './sidecars.ts';

/** Never gets ready. */
const PROGRAM = 'setInterval(() => {}, 1e6);';

const homes: string[] = [];

afterEach(async () => {
  for (const home of homes.splice(0)) await killAndWait(() => findAllSidecars(home), systemClock);
});

function sidecarsOf(): { home: string; sidecars: Sidecars } {
  const home = temporaryDirectorySync('sidecars');
  homes.push(home);
  const program = join(home, 'sidecar.cjs');
  writeFileSync(program, PROGRAM);
  return { home, sidecars: createSidecars({ home, clock: systemClock, note: () => undefined, program }) };
}

const node = (name: string, sidecarPort: number): SidecarNode => ({
  name,
  address: '127.0.0.1',
  nativePort: 1,
  sidecarPort,
  controlUrl: 'http://127.0.0.1:1/',
  controlSecretFile: '/nonexistent',
});

describe('ensure()', () => {
  it('fails with what went wrong first, when no sidecar is still being started', async () => {
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const { port } = thief.address() as { port: number };
    const { home, sidecars } = sidecarsOf();
    const nodes = [node('node1', port), ...[2, 3, 4].map((number) => node(`node${number}`, 0))];
    await expect(sidecars.ensure(nodes, AbortSignal.timeout(15_000))).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
      remedy: 'Stop that program, or use another port.',
    });
    const atFailure = findAllSidecars(home).length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    thief.close();
    expect(findAllSidecars(home)).toHaveLength(atFailure);
  });

  it('starts nothing once it is interrupted', async () => {
    const { home, sidecars } = sidecarsOf();
    await expect(sidecars.ensure([node('node1', 0)], AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(findAllSidecars(home)).toEqual([]);
  });
});
