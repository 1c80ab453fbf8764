import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import type { ClusterFacts, NodeFacts, TableFacts } from '../facts.ts';
import { judge, type Rule } from '../rule.ts';
import { FINE_CLUSTER, FINE_NODE, FINE_TABLE } from '../testing/facts.ts';
import { clusterRules } from './cluster.ts';
import { nodeRules } from './node.ts';
import { tableRules } from './table.ts';

const HOUR_MS = 3_600_000;
const GIB = 2 ** 30;

/** Facts in which what a rule measures has a value, and nothing else is remarkable; and what they are where it does not apply. */
interface Case<Facts> {
  readonly measured: (value: number) => Facts;
  /** Where it would be bad, were it looked at. */
  readonly exempt?: Facts;
  /** Where it is not known; not there for what is always known. */
  readonly unknown?: Facts;
  /** The smallest step of what is measured. Default: a thousandth of the bound. */
  readonly step?: number;
}

const table = (over: Partial<TableFacts>): TableFacts => ({ ...FINE_TABLE, ...over });
const node = (over: Partial<NodeFacts>): NodeFacts => ({ ...FINE_NODE, ...over });
const recent = (over: Partial<NonNullable<NodeFacts['recent']>>): NodeFacts =>
  node({ recent: { overMs: HOUR_MS, gcMs: 0, droppedMessages: 0, evictedStatements: 0, ...over } });
const disk = (over: object): NodeFacts => node({ disks: [{ directory: '/data', usedRatio: 0.1, daysUntilFull: Infinity, ...over }] });

const TABLES: Readonly<Record<string, Case<TableFacts>>> = {
  'partition-size': {
    measured: (largestPartitionBytes) => table({ largestPartitionBytes, meanPartitionBytes: largestPartitionBytes }),
    unknown: table({ largestPartitionBytes: null }),
  },
  'partition-outgrown': {
    measured: (times) => table({ largestPartitionBytes: times * 1_000_000, meanPartitionBytes: 1_000_000 }),
    exempt: table({ largestPartitionBytes: 10 * 2 ** 20 - 1, meanPartitionBytes: 1 }),
    unknown: table({ largestPartitionBytes: 2 ** 25, meanPartitionBytes: null }),
  },
  'tombstones-per-read': {
    measured: (tombstonesPerReadP99) => table({ tombstonesPerReadP99 }),
    exempt: table({ tombstonesPerReadP99: 5_000, reads: 0 }),
    unknown: table({ tombstonesPerReadP99: null }),
  },
  'repair-age': {
    measured: (times) => table({ repairAgeMs: times * FINE_TABLE.gcGraceSeconds * 1_000 }),
    exempt: table({ replicas: 1, repairAgeMs: 1e12 }),
    unknown: table({ repairAgeMs: null }),
  },
  'compaction-for-reads': {
    measured: (sstablesPerReadP99) => table({ sstablesPerReadP99 }),
    exempt: table({ sstablesPerReadP99: 20, writes: 5_001 }),
    unknown: table({ sstablesPerReadP99: null }),
  },
  'compaction-for-writes': {
    measured: (times) => table({ strategy: 'LeveledCompactionStrategy', reads: 1_000, writes: times * 1_000 }),
    exempt: table({ strategy: 'SizeTieredCompactionStrategy', reads: 0, writes: 1_000_000 }),
    unknown: table({ strategy: 'LeveledCompactionStrategy', reads: null, writes: null }),
  },
  'compaction-for-ttl': {
    measured: (defaultTtlSeconds) => table({ defaultTtlSeconds }),
    exempt: table({ defaultTtlSeconds: 86_400, strategy: 'TimeWindowCompactionStrategy' }),
    step: 1,
  },
  'chunk-length': {
    measured: (times) =>
      table({ liveBytes: GIB, chunkLengthBytes: 16_384, meanPartitionBytes: 16_384 / times, largestPartitionBytes: 16_384 }),
    exempt: table({ liveBytes: GIB - 1, meanPartitionBytes: 10 }),
    unknown: table({ liveBytes: null, meanPartitionBytes: null }),
  },
};

const NODES: Readonly<Record<string, Case<NodeFacts>>> = {
  'compaction-backlog': { measured: (pendingCompactions) => node({ pendingCompactions }), unknown: node({ pendingCompactions: null }) },
  'flush-pressure': { measured: (pendingFlushes) => node({ pendingFlushes }), unknown: node({ pendingFlushes: null }), step: 1 },
  'dropped-messages': { measured: (droppedMessages) => recent({ droppedMessages }), unknown: node({ recent: null }), step: 1 },
  hints: { measured: (undeliveredHints) => node({ undeliveredHints }), unknown: node({ undeliveredHints: null }) },
  'prepared-statements': { measured: (evictedStatements) => recent({ evictedStatements }), unknown: node({ recent: null }), step: 1 },
  'key-cache': {
    measured: (rate) => node({ keyCache: { capacityBytes: 1, hits: rate * 100_000, requests: 100_000 } }),
    exempt: node({ keyCache: { capacityBytes: 1, hits: 0, requests: 9_999 } }),
    unknown: node({ keyCache: null }),
  },
  'row-cache': {
    measured: (rate) => node({ rowCache: { capacityBytes: 1, hits: rate * 100_000, requests: 100_000 } }),
    exempt: node({ rowCache: { capacityBytes: 0, hits: 0, requests: 100_000 } }),
    unknown: node({ rowCache: null }),
  },
  'row-cache-unused': {
    measured: (capacityBytes) => node({ rowCache: { capacityBytes, hits: 0, requests: 0 } }),
    exempt: node({ rowCache: { capacityBytes: GIB, hits: 1, requests: 1 } }),
    unknown: node({ rowCache: null }),
    step: 1,
  },
  'gc-share': { measured: (share) => recent({ gcMs: share * HOUR_MS }), unknown: node({ recent: null }) },
  'heap-size': {
    measured: (heapMaxBytes) => node({ heapMaxBytes }),
    exempt: node({ heapMaxBytes: 48 * GIB }),
    unknown: node({ heapMaxBytes: null }),
  },
  'disk-full': { measured: (usedRatio) => disk({ usedRatio }), unknown: node({ disks: null }) },
  'disk-days': {
    measured: (daysUntilFull) => disk({ daysUntilFull }),
    exempt: disk({ daysUntilFull: Infinity }),
    unknown: disk({ daysUntilFull: null }),
  },
  'table-count': { measured: (userTables) => node({ userTables }), unknown: node({ userTables: null }) },
  'guardrail-partition-size': {
    measured: (largestPartitionBytes) => node({ largestPartitionBytes, warnsOfLargePartitions: false }),
    exempt: node({ largestPartitionBytes: GIB, warnsOfLargePartitions: null }),
    unknown: node({ largestPartitionBytes: null, warnsOfLargePartitions: false }),
  },
};

const CLUSTERS: Readonly<Record<string, Case<ClusterFacts>>> = {
  'schema-disagreement': {
    measured: (schemaVersions) => ({ ...FINE_CLUSTER, schemaVersions }),
    unknown: { ...FINE_CLUSTER, schemaVersions: null },
    step: 1,
  },
  'clock-skew': { measured: (clockSkewMs) => ({ ...FINE_CLUSTER, clockSkewMs }), unknown: { ...FINE_CLUSTER, clockSkewMs: null } },
};

function suite<Facts>(rules: readonly Rule<Facts>[], cases: Readonly<Record<string, Case<Facts>>>, fine: Facts): void {
  it('every rule has its case, and no other', () => {
    expect(rules.map(({ name }) => name).toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  for (const rule of rules) {
    const { measured, exempt, unknown, step } = cases[rule.name] as Case<Facts>;
    const bounds = (['consider', 'act'] as const).flatMap((severity) =>
      rule[severity] === null ? [] : [[severity, rule[severity]] as const],
    );

    it(`${rule.name} has a bound`, () => {
      expect(bounds.length).toBeGreaterThan(0);
    });

    it.each(bounds)(`${rule.name} says %s at %d and on its bad side, and not on the other`, (severity, bound) => {
      const distance = step ?? bound / 1_000;
      const away = rule.badWhen === 'atLeast' ? distance : -distance;
      const said = (value: number): unknown => {
        const judgement = judge(rule, measured(value));
        return judgement.kind === 'bad' ? judgement.severity : judgement.kind;
      };
      const before = severity === 'act' && rule.consider !== null ? 'consider' : 'fine';
      expect([said(bound - away), said(bound), said(bound + away)]).toEqual([before, severity, severity]);
    });

    it.each(exempt === undefined ? [] : [exempt])(`${rule.name} says nothing where it does not apply`, (facts) => {
      expect(judge(rule, facts)).toEqual({ kind: 'fine' });
    });

    it.each(unknown === undefined ? [] : [unknown])(`${rule.name} says where something is not known`, (facts) => {
      expect(judge(rule, facts)).toEqual({ kind: 'unknown' });
    });

    it(`${rule.name} says nothing of what is fine`, () => {
      expect(judge(rule, fine)).toEqual({ kind: 'fine' });
    });

    it(`${rule.name} says what was measured, what to change and what that costs, in sentences`, () => {
      const [, bound = 0] = bounds[0] ?? [];
      const facts = measured(bound);
      expect(rule.fact(bound, facts)).toMatch(/^[a-z0-9].{15,}[^.]$/);
      for (const sentence of [rule.change(facts), rule.cost]) expect(sentence).toMatch(/^[A-Z].*[^ ]$/);
      expect(rule.page).toMatch(/^(?:learn|operate)\/[a-z-]+$/);
    });
  }
}

describe('rules of tables', () => {
  suite(tableRules, TABLES, FINE_TABLE);
});
describe('rules of nodes', () => {
  suite(nodeRules, NODES, FINE_NODE);
});
describe('rules of the cluster', () => {
  suite(clusterRules, CLUSTERS, FINE_CLUSTER);
});

describe('advise()', () => {
  const tables = [
    table({ largestPartitionBytes: 200 * 2 ** 20, meanPartitionBytes: 100 * 2 ** 20 }),
    table({ table: 'orders', repairAgeMs: null }),
  ];

  it('puts what to act on first, and says where it was measured', () => {
    const nodes = [{ node: 'n1', facts: node({ pendingCompactions: 100 }), tables }];
    const { advice } = advise({ cluster: { schemaVersions: 2, clockSkewMs: 600 }, nodes });
    expect(advice.map(({ rule, severity, node: on, table: of }) => [rule, severity, on, of])).toEqual([
      ['schema-disagreement', 'act', null, null],
      ['compaction-backlog', 'act', 'n1', null],
      ['clock-skew', 'consider', null, null],
      ['partition-size', 'consider', 'n1', 'carts'],
    ]);
  });

  it('says once for each rule and node what could not be judged, and of how many tables', () => {
    const facts = node({ disks: null, recent: null });
    const { unjudged } = advise({ nodes: [{ node: 'n1', facts, tables: [...tables, ...tables] }] });
    expect(unjudged.map(({ rule }) => rule)).toEqual([
      'dropped-messages',
      'prepared-statements',
      'gc-share',
      'disk-full',
      'disk-days',
      'repair-age',
    ]);
    expect(unjudged.at(-1)?.reason).toContain('(2 tables)');
  });

  it('has a name of its own for each rule', () => {
    const names = [...tableRules, ...nodeRules, ...clusterRules].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
