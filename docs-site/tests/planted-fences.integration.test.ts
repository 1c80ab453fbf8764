import { join } from 'node:path';
import { portsFor } from '@ringside/cluster';
import { ownerOf } from '@ringside/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../scripts/fences/clean-up.ts';
import { readPage } from '../scripts/fences/page.ts';
import { ringside } from '../scripts/fences/program.ts';
import { type Ring, startRing } from '../scripts/fences/ring.ts';
import { type PageResult, runPage } from '../scripts/fences/run-page.ts';
import { checkTypes } from '../scripts/fences/run-ts.ts';
import { faultsOf } from './support/faults.ts';
import { fixture } from './support/site.ts';

const PAGE_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 660_000;
const FENCE = '```';

afterAll(cleanUp);

describe('a planted page', () => {
  let ring: Ring;
  beforeAll(async () => {
    ring = await startRing('one-datacenter');
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await ring?.stop();
  }, PAGE_TIMEOUT_MS);

  async function run(name: string, ...fences: readonly (readonly [opening: string, text: string])[]): Promise<PageResult> {
    const text = fences.map(([opening, body]) => `${FENCE}${opening}\n${body}\n${FENCE}\n`).join('\n');
    const folder = await fixture(name, { 'page.mdx': text });
    return runPage(await readPage('learn/planted', join(folder, 'page.mdx')), ring);
  }

  it('passes when it shows what is printed, and its keyspace is dropped afterwards', { timeout: PAGE_TIMEOUT_MS }, async () => {
    const create = "CREATE KEYSPACE learn_planted WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};";
    expect(faultsOf(await run('sound-page', ['cql', create], ['bash', 'echo one'], ['text output', 'one']))).toBe('');
    expect(faultsOf(await run('sound-page', ['cql', create]))).toBe('');
  });

  it('fails on a wrong output, with both', async () => {
    const faults = faultsOf(
      await run('wrong-output', ['cql', 'SELECT key FROM system.local;'], ['text output', ' key\n-----\n remote\n\n(1 rows)']),
    );
    expect(faults).toContain('docs/learn/planted.mdx:1: What is shown is not what was printed');
    expect(faults).toMatch(/^- remote\n\+ local$/m);
  });

  it('fails on a statement with a typo, and on a command that ends with an error', async () => {
    expect(faultsOf(await run('typo', ['cql', 'SELEC key FROM system.local;']))).toMatch(
      /docs\/learn\/planted\.mdx:1: This fence failed:\nSyntaxException/,
    );
    expect(faultsOf(await run('exit-code', ['bash', 'false']))).toContain('docs/learn/planted.mdx:1: This fence failed');
    expect(faultsOf(await run('thrown', ['ts', "throw new Error('planted');"]))).toContain('planted');
  });

  it(
    'fails on a test file with a failing test, such as one that asks for a node that is not there',
    { timeout: PAGE_TIMEOUT_MS },
    async () => {
      const file = (node: number): string => `import { useCluster } from '@ringside/cluster/vitest';
import { expect, it } from 'vitest';
const cluster = useCluster({ nodes: 1 });
it('has a node', () => expect(cluster().node(${node}).address).toMatch(/^127/));`;
      expect(faultsOf(await run('test-file', ['ts quiet="it prints times"', file(0)]))).toBe('');
      expect(faultsOf(await run('failing-test-file', ['ts quiet="it prints times"', file(1)]))).toContain('line-1.ts:4');
    },
  );

  it('fails when what should fail does not, and when output is not shown', async () => {
    expect(faultsOf(await run('no-failure', ['bash fails', 'true']))).toContain('This fence should fail, and did not');
    expect(faultsOf(await run('not-shown', ['bash', 'echo one']))).toContain('Nothing is shown, but it printed:\none');
  });

  it('fails on a type error, with the line of the page', async () => {
    const folder = await fixture('type-error', {
      'page.mdx': `text\n\n${FENCE}ts\nconst one: number = 1;\nconst two: string = one;\n${FENCE}\n`,
    });
    expect(await checkTypes([await readPage('learn/planted', join(folder, 'page.mdx'))])).toMatch(/docs\/learn\/planted\.mdx:5.*TS2322/);
  });

  it('fails when it leaves a ring of its own running, which is stopped', { timeout: PAGE_TIMEOUT_MS }, async () => {
    const start = 'npx ringside up --directory other --nodes 1 --port-base 9300 --detach --no-docs 2> up.log; tail -n 1 up.log';
    const faults = faultsOf(await run('leaves-ring', ['bash quiet="it says where the ring is"', start]));
    expect(faults).toBe('It leaves the ring in other running: a page stops the rings that it starts.');
    const storage = portsFor(ring.otherBase ?? 0).storage;
    expect(await ownerOf({ address: '127.0.0.1', port: storage })).toBeUndefined();
  });

  it('fails when it leaves a node down, and the node is up again for the next page', { timeout: PAGE_TIMEOUT_MS }, async () => {
    const faults = faultsOf(await run('leaves-down', ['bash quiet="it says that it paused the node"', 'npx ringside cluster pause node3']));
    expect(faults).toBe('It leaves node3 down: a page ends with every node up.');
    const { nodes } = JSON.parse(await ringside(ring.home, 'status --json')) as { nodes: { status: string }[] };
    expect(nodes.map(({ status }) => status)).toEqual(['Up', 'Up', 'Up']);
  });
});
