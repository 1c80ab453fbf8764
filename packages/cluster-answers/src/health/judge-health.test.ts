import type { KeyspaceHealth, NodeLiveness } from '@ringside/api';
import { describe, expect, it } from 'vitest';
import { leastSkewMs } from './clocks.ts';
import { type HealthEvidence, judgeHealth } from './judge-health.ts';

const node = (endpoint: string, liveness: NodeLiveness['liveness'] = 'live'): NodeLiveness => ({
  endpoint,
  datacenter: 'dc1',
  rack: 'r1',
  liveness,
  sentence: liveness,
});

function keyspace(name: string, unavailable: number, underReplicated: number, over: Partial<KeyspaceHealth> = {}): KeyspaceHealth {
  const summary = { total: 3, available: 3 - unavailable - underReplicated, underReplicated, unavailable };
  return { keyspace: name, replication: {}, hasTooFewNodes: false, levels: { QUORUM: summary }, pendingRanges: 0, ...over };
}

const WELL: HealthEvidence = {
  consistency: 'QUORUM',
  localDatacenter: 'dc1',
  nodes: [node('a'), node('b'), node('c')],
  schemaVersions: [{ version: 'v1', endpoints: ['a', 'b', 'c'] }],
  keyspaces: [keyspace('shop', 0, 0)],
  clocks: [{ endpoint: 'b', offsetMs: 3, uncertaintyMs: 2 }],
};

describe('the verdict on a cluster', () => {
  it('is healthy where nothing is wrong', () => {
    expect(judgeHealth(WELL)).toMatchObject({
      state: 'healthy',
      findings: [],
      sentence: 'healthy: 3 of 3 nodes are live; every range can be read and written at QUORUM',
    });
  });

  it('of a single node whose keyspaces ask for more replicas than that is healthy, and says so in words', () => {
    const alone = { ...WELL, nodes: [node('a')], keyspaces: [keyspace('shop', 3, 0, { hasTooFewNodes: true })], clocks: [] };
    const { state, sentence, findings } = judgeHealth(alone);
    expect([state, sentence]).toEqual([
      'healthy',
      'healthy: 1 of 1 nodes is live; shop asks for more replicas than there are nodes, and nothing is broken by that',
    ]);
    expect(findings.map(({ severity, about }) => [severity, about])).toEqual([['note', 'replication']]);
  });

  it('is failing where ranges are unavailable, and names the worst first', () => {
    const nodes = [node('a'), node('b', 'dead'), node('c', 'suspect')];
    const { state, sentence } = judgeHealth({ ...WELL, nodes, keyspaces: [keyspace('shop', 2, 1), keyspace('weak', 0, 1)] });
    expect([state, sentence]).toEqual([
      'failing',
      'failing: ranges of shop (2 of 3) are unavailable at QUORUM; ranges of weak (1 of 3) are under-replicated; dead: b; suspect: c',
    ]);
  });

  it('is degraded while live nodes have two schemas; what a dead one had counts for nothing', () => {
    const schemaVersions = [
      { version: 'v1', endpoints: ['a', 'b'] },
      { version: 'v2', endpoints: ['c'] },
    ];
    expect(judgeHealth({ ...WELL, schemaVersions }).sentence).toBe('degraded: live nodes disagree on the schema: a, b | c');
    const { findings } = judgeHealth({ ...WELL, schemaVersions, nodes: [node('a'), node('b'), node('c', 'dead')] });
    expect(findings.map(({ about }) => about)).toEqual(['nodes']);
  });

  it('notes ranges that move, and is healthy meanwhile', () => {
    const { state, sentence } = judgeHealth({ ...WELL, keyspaces: [keyspace('shop', 0, 0, { pendingRanges: 4 })] });
    expect([state, sentence]).toEqual(['healthy', 'healthy: 3 of 3 nodes are live; ranges of shop (4) are moving to other nodes']);
  });

  it('is degraded where clocks are apart for certain', () => {
    const clocks = [{ endpoint: 'b', offsetMs: 600_000, uncertaintyMs: 100 }];
    expect(judgeHealth({ ...WELL, clocks })).toMatchObject({ state: 'degraded', findings: [{ about: 'clocks' }] });
  });
});

describe('leastSkewMs()', () => {
  const clock = (offsetMs: number | null, uncertaintyMs: number | null) => ({ endpoint: 'x', offsetMs, uncertaintyMs });

  it('is what is left of the difference when both may be wrong', () => {
    expect(leastSkewMs([clock(1_000, 100)])).toBe(900);
    expect(leastSkewMs([clock(300, 10), clock(-300, 20)])).toBe(570);
  });

  it('is none where every clock may be the same, and not known where none could be compared', () => {
    expect(leastSkewMs([clock(50, 60), clock(-50, 60)])).toBe(0);
    expect(leastSkewMs([clock(null, null)])).toBeNull();
  });
});
