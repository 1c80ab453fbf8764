import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf } from '@ringside/cli-kit/testing';
import { silentLogger, systemClock } from '@ringside/core';
import { afterEach, expect, test } from 'vitest';
import { killFakeNodes, newHome, startFakeNode, wasStoppedInOrder, writeRing } from '../testing/fake-ring.ts';
import { launch } from './launcher.ts';
import { UP_OPTIONS } from './up-options.ts';

afterEach(killFakeNodes);

test('a launcher that cannot write its state stops the ring all the same', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  await startFakeNode(home, 'node1');
  mkdirSync(join(home, 'launcher.json'));
  const interrupts = { signal: AbortSignal.timeout(15_000), setAtOnce: () => undefined };
  const rest = { clock: systemClock, logger: silentLogger, interrupts, sink: () => undefined, afterCrash: true };
  await expect(launch({ ...rest, home, options: optionsOf(UP_OPTIONS, ['--no-docs']) })).rejects.toThrow(/launcher\.json/);
  expect(wasStoppedInOrder(home, 'node1')).toBe(true);
});
