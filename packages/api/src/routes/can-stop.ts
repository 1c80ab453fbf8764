import { API, canStopAnswer, NO_CASSANDRA, restartBatchesAnswer, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import {
  CONSISTENCY_LEVELS,
  type ConsistencyLevel,
  cqlIdentifier,
  KEYSPACE_IDENTIFIER_PATTERN,
  keyspaceName,
  type KeyspaceName,
  keyspaceOfIdentifier,
  parseConsistencyLevel,
} from '@ringside/model';
import { defineRoute, describeRoute, json, matching, optional, type Parameter, parameter, text } from '@ringside/route-kit';
import { alone } from './flags.ts';

const LISTED = /^(?:[^,\s]+(?:,[^,\s]+)*)?$/;

const nodes: Parameter<readonly string[], readonly string[], true> = parameter({
  doc: 'Addresses of nodes, with or without the storage port, separated by commas.',
  schema: text({ pattern: LISTED.source }),
  read: (words) => (LISTED.test(words) ? words.split(',').filter((word) => word !== '') : undefined),
  write: (each) => each.join(','),
});

const NAME = /^\S(?:.*\S)?$/;

const rack: Parameter<string, string, true> = parameter({
  doc: 'All nodes of this rack; with `datacenter`, of that datacenter’s rack.',
  schema: text({ pattern: NAME.source }),
  read: matching(NAME),
});

const datacenter: Parameter<string, string, true> = parameter({
  doc: 'All nodes of this datacenter; with `rack`, only those of that rack.',
  schema: text({ pattern: NAME.source }),
  read: matching(NAME),
});

/** Levels by the exact name of the keyspace. */
type Levels = Readonly<Record<string, ConsistencyLevel>>;

const LEVEL_PATTERN = `${KEYSPACE_IDENTIFIER_PATTERN.replaceAll(/[$^]/g, '')}=(?:${CONSISTENCY_LEVELS.join('|')})`;

const levels: Parameter<Levels, Levels, true> = parameter({
  doc: 'Levels that users of keyspaces need where it is not LOCAL_QUORUM, such as `orders=QUORUM,shop=ONE`.',
  schema: text({ pattern: `^(?:${LEVEL_PATTERN}(?:,${LEVEL_PATTERN})*)?$` }),
  read: readLevels,
  write: (each) =>
    Object.entries(each)
      .map(([keyspace, level]) => `${cqlIdentifier(keyspace)}=${level}`)
      .join(','),
  rule: 'Write keyspace=LEVEL, separated by commas; double quotes keep the case of a keyspace.',
});

function readLevels(words: string): Levels | undefined {
  if (words === '') return {};
  const read = words.split(',').map((word): readonly [KeyspaceName | undefined, string] => {
    const [name = '', level = ''] = word.split('=');
    return [keyspaceOfIdentifier(name), word === `${name}=${level}` ? level : ''];
  });
  if (read.some(([name, level]) => name === undefined || level === '')) return undefined;
  return Object.fromEntries(read.map(([name, level]) => [name, parseConsistencyLevel(level)]));
}

const atMost: Parameter<number, number, true> = parameter({
  doc: 'How many nodes are stopped together at most: 1 for node by node.',
  schema: text({ pattern: '^[1-9]\\d{0,5}$' }),
  read: (digits) => (/^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : undefined),
});

const UNKNOWN = { 404: { when: 'No such node, rack, datacenter or keyspace', errors: ['NOT_FOUND'] } } as const;

/** Whether nodes may be stopped now: `GET /api/v1/cassandra/can-stop`. */
export const canStop = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'canStop',
  path: `${API}/cassandra/can-stop`,
  query: {
    nodes: optional(nodes),
    rack: optional(rack),
    datacenter: optional(datacenter),
    levels: optional(levels),
    alone: optional(alone),
  },
  answer: json(canStopAnswer),
  statuses: { ...UNKNOWN, ...NO_CASSANDRA },
  permission: 'TOPOLOGY:READ',
});

/** In which order nodes can be restarted: `GET /api/v1/cassandra/restart-batches`. */
export const restartBatches = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'restartBatches',
  path: `${API}/cassandra/restart-batches`,
  query: { levels: optional(levels), atMost: optional(atMost), alone: optional(alone) },
  answer: json(restartBatchesAnswer),
  statuses: { ...UNKNOWN, ...NO_CASSANDRA },
  permission: 'TOPOLOGY:READ',
});

function notKnown(of: string): readonly string[] {
  return [
    `Not known: hints of ${of}.`,
    `Not known: the free disk space of ${of}.`,
    'Not known: operations that others run, such as a repair.',
  ];
}

const WHY =
  'LOCAL_QUORUM on keyspace carts needs 1 replica in dc1 of range (-3074457345618258603, 3074457345618258602], held by 127.0.0.2:7000: the only replica can never be stopped without failed requests.';

export const aboutCanStop = describeRoute(canStop, {
  summary: 'May these nodes be stopped?',
  doc: 'Whether every range of every replicated keyspace keeps enough live replicas when these nodes are stopped together, and nothing is going on that a stop would disturb. Changes nothing. Nodes, a rack or a datacenter must be named; levels are LOCAL_QUORUM by default.',
  example: {
    params: { nodes: ['127.0.0.2'], levels: { [keyspaceName('orders')]: 'QUORUM' } },
    answer: {
      nodes: ['127.0.0.2:7000'],
      allowed: false,
      refusals: [
        {
          kind: 'range',
          sentence: WHY,
          nodes: ['127.0.0.2:7000'],
          range: {
            keyspaces: ['carts'],
            level: 'LOCAL_QUORUM',
            datacenter: 'dc1',
            cause: 'never',
            start: '-3074457345618258603',
            end: '3074457345618258602',
            ranges: 1,
            replicas: [{ node: '127.0.0.2:7000', is: 'stopped', said: 'up' }],
            left: 0,
            needed: 1,
          },
        },
      ],
      keyspaces: [
        { keyspace: 'carts', level: 'LOCAL_QUORUM', levelSource: 'default', ranges: 3, replicaSets: 3, spare: -1 },
        { keyspace: 'orders', level: 'QUORUM', levelSource: 'told', ranges: 3, replicaSets: 1, spare: 0 },
      ],
      notChecked: notKnown('127.0.0.2:7000'),
    },
  },
});

export const aboutRestartBatches = describeRoute(restartBatches, {
  summary: 'Order in which nodes can be restarted',
  doc: 'Batches of nodes that can be restarted together, one batch after the other, by the rule of can-stop: a rack at a time where that is safe. Each says why it is not wider. Changes nothing.',
  example: {
    params: { levels: { [keyspaceName('Mixed')]: 'ANY' }, atMost: 1 },
    answer: {
      batches: [{ datacenter: 'dc1', rack: 'rack1', nodes: ['127.0.0.2:7000'], limit: 'No more than 1 at a time.' }],
      refused: [{ node: '127.0.0.1:7000', sentence: '127.0.0.1:7000 is streaming: Repair with 127.0.0.2:7000.' }],
      refusals: [],
      notChecked: notKnown('127.0.0.1:7000 and 127.0.0.2:7000'),
    },
  },
});
