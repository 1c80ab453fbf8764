import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../program/build-program.ts';
import { newRingOptions, plannedFacts } from './get-ring.ts';
import type { UpOptions } from './up-options.ts';

const home = mkdtempSync(join(tmpdir(), 'ringside-new-'));

/** The options of a command line, as `ringside up` gets them. */
async function optionsOf(line: string): Promise<UpOptions> {
  let got: UpOptions = {};
  const output = { out: () => undefined, columns: () => 80, coloured: false };
  const program = buildProgram(output, async (_spec, _operands, options) => void (got = options as UpOptions));
  await program.parseAsync(`up ${line}`.trim().split(' '), { from: 'user' });
  return got;
}

describe('newRingOptions()', () => {
  it.each([
    ['--memory 512MiB', { memoryMb: 512 }],
    ['--memory 1GiB', { memoryMb: 1024 }],
    ['--cassandra 4.1.10', { version: '4.1.10' }],
    ['--nodes 5', { nodes: 5 }],
    ['--port-base 19000', { portBase: 19_000 }],
    ['--nodes 1 --memory 128MiB --cassandra 4.0.19', { nodes: 1, memoryMb: 128, version: '4.0.19' }],
  ])('makes the ring that ringside up %s asks for', async (line, expected) => {
    const options = await optionsOf(line);
    const { cassandraVersion } = await plannedFacts(home, options);
    const made = newRingOptions(home, options, cassandraVersion);
    expect(made).toEqual({ mode: 'durable', directory: join(home, 'ring'), nodes: 3, version: '5.0.9', ...expected });
  });
});

describe('plannedFacts()', () => {
  it('counts the memory and names the version that were asked for', async () => {
    const facts = await plannedFacts(home, await optionsOf('--memory 512MiB --cassandra 4.1.10 --nodes 2 --port-base 19000'));
    expect(facts).toMatchObject({ heapBytes: 512 * 2 ** 20, cassandraVersion: '4.1.10', nodes: 2, portBase: 19_000, exists: false });
  });
});
