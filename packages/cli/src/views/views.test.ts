import { plainStyle } from '@ringside/cli-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAKE_RING, startFakeSidecar } from '../testing/fake-sidecar.ts';
import { effectiveOwnership } from './ownership.ts';
import { availabilityText } from './status-view.ts';
import { run } from '../testing/run.ts';

describe('ringside status', () => {
  it('reads as nodetool status does, with availability below', async () => {
    const sidecar = await startFakeSidecar(FAKE_RING);
    const { out } = await run(['status', '--sidecar', sidecar.url]);
    await sidecar.close();
    expect(out).toBe(`Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address     Load       Tokens  Owns   Host ID                               Rack
UN  127.0.0.1   88.49 KiB  1       33.3%  00000000-0000-0000-0000-000000000001  rack1
DN  127.0.0.2   88.49 KiB  1       33.3%  00000000-0000-0000-0000-000000000002  rack3
UN  127.0.0.10  88.49 KiB  1       33.3%  00000000-0000-0000-0000-000000000000  rack2

Availability at LOCAL_QUORUM (local datacenter dc1)
Keyspace  Replication  Ranges  Available  Under-replicated  Unavailable  At LOCAL_QUORUM
orders    dc1:3             2          1                 1            0  under-replicated
`);
  });

  it('lists keyspaces of users before those of Cassandra itself, each in their order', () => {
    const keyspaces = ['orders', 'system_auth', 'system_traces', 'systems', 'users'].map((keyspace) => ({
      keyspace,
      replication: { class: 'SimpleStrategy', replication_factor: '1' },
      summary: { total: 3, available: 3, underReplicated: 0, unavailable: 0 },
      ranges: [],
    }));
    const text = availabilityText({ consistency: 'ONE', localDatacenter: 'dc1', keyspaces }, plainStyle);
    expect(text.match(/^\w+(?= +SimpleStrategy)/gm)).toEqual(['orders', 'systems', 'users', 'system_auth', 'system_traces']);
  });

  it('with a keyspace shows effective ownership, and asks the sidecar for that keyspace and level only', async () => {
    const sidecar = await startFakeSidecar(FAKE_RING);
    const { out } = await run(['status', '-k', 'orders', '-c', 'quorum', '--sidecar', sidecar.url]);
    await sidecar.close();
    expect(out).toMatch(/Owns \(effective\)/);
    expect(out).toMatch(/^UN {2}127\.0\.0\.1 .* 100\.0% /m);
    expect(sidecar.asked).toContain('GET /api/v1/cassandra/availability?keyspace=orders&consistency=QUORUM');
  });

  it('colours only where it is asked to', async () => {
    const sidecar = await startFakeSidecar(FAKE_RING);
    const coloured = await run(['status', '--sidecar', sidecar.url], { env: { FORCE_COLOR: '1' } });
    const plain = await run(['status', '--sidecar', sidecar.url], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    await sidecar.close();
    expect(coloured.out).toContain('\u001B[31mDN\u001B[39m');
    expect(plain.out).not.toContain('\u001B');
  });
});

describe('effectiveOwnership()', () => {
  it('adds up to the replication factor, whatever the ranges, a wrapping one included', () => {
    const tokens = fc.uniqueArray(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(tokens, fc.integer({ min: 1, max: 3 }), (unsorted, factor) => {
        const sorted = unsorted.toSorted((a, b) => (a < b ? -1 : 1));
        const ranges = sorted.map((end, index) => ({
          start: String(sorted.at(index - 1)),
          end: String(end),
          replicas: Array.from({ length: factor }, (_, replica) => `node${replica}`),
        }));
        for (const owned of effectiveOwnership(ranges).values()) expect(owned).toBeCloseTo(1, 4);
      }),
    );
  });
});

describe('ringside token', () => {
  it('takes the types from the schema, and names the replicas in the order in which they are placed, in a range that wraps too', async () => {
    const sidecar = await startFakeSidecar(FAKE_RING);
    const keys = ['acme', '7', 'acme', '8', 'acme', '9', 'acme', '10'];
    const { out } = await run(['token', '-k', 'orders', '--table', 'events', ...keys, '--json', '--sidecar', sidecar.url]);
    await sidecar.close();
    const typed = await run(['token', '--type', 'text,int', ...keys, '--json']);
    const rows = JSON.parse(out) as { token: string; types: string[]; replicas: string[] }[];
    expect(rows[0]?.types).toEqual(['text', 'int']);
    expect(rows.map(({ token }) => token)).toEqual((JSON.parse(typed.out) as { token: string }[]).map(({ token }) => token));
    const placed = ['127.0.0.10:7000', '127.0.0.1:7000', '127.0.0.2:7000'];
    for (const { token, replicas } of rows) expect(replicas).toEqual(BigInt(token) > 0n ? placed : placed.toReversed());
    expect(new Set(rows.map(({ token }) => BigInt(token) > 0n)).size).toBe(2);
  });

  it('says of a keyspace without replicas why it has none, and so do its ranges', async () => {
    const keyspaces = [
      { keyspace: 'system', replication: {}, summary: { total: 0, available: 0, underReplicated: 0, unavailable: 0 }, ranges: [] },
    ];
    const body = { consistency: 'LOCAL_QUORUM', localDatacenter: 'dc1', keyspaces };
    const sidecar = await startFakeSidecar({ 'GET /api/v1/cassandra/availability': [200, body] });
    const asked = [
      ['token', '-k', 'system', 'alice'],
      ['ranges', 'system'],
    ];
    const ran = await Promise.all(asked.map((words) => run([...words, '--sidecar', sidecar.url])));
    await sidecar.close();
    for (const { exitCode, err } of ran) expect([exitCode, err]).toEqual([64, expect.stringContaining('each node keeps its own')]);
  });

  it('reads negative numbers as keys', async () => {
    const { exitCode, out } = await run(['token', '--type', 'int', '-42', '--json']);
    expect([exitCode, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ key: ['-42'] })]]);
  });
});
