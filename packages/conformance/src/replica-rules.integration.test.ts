import type { ConsistencyLevel } from '@ringside/model';
import { availability, type Endpoint, parseReplication, placeReplicas, token, topology } from '@ringside/ring';
import { beforeAll, describe, expect, test } from 'vitest';
import { askCassandra } from './support/java-oracle.ts';
import { Chance } from './support/random.ts';

const CASES = 400;
const LEVELS: readonly ConsistencyLevel[] = ['ANY', 'ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM'];

interface Question {
  readonly endpoints: readonly { id: string; datacenter: string; rack: string; tokens: readonly string[] }[];
  readonly strategy: Readonly<Record<string, string>> & { readonly class: string };
  readonly localDatacenter: string;
  readonly down: readonly string[];
  readonly levels: readonly string[];
}

interface Answer {
  readonly ranges: readonly { readonly end: string; readonly replicas: readonly string[] }[];
  readonly available: Readonly<Record<string, readonly boolean[]>>;
}

/** A ring of up to 60 nodes in up to 4 datacenters of up to 5 racks, racks of unequal size, 1 to 16 tokens a node. */
function drawQuestion(seed: number): Question {
  const chance = new Chance(seed);
  const datacenters = chance.many(chance.integer(1, 4), (index) => ({ name: `dc${index + 1}`, racks: chance.integer(1, 5) }));
  const tokensEach = chance.pick([1, 1, 4, 8, 16]);
  const endpoints = chance.many(chance.integer(1, 60), (index) => {
    const { name, racks } = chance.pick(datacenters);
    const rack = `r${Math.min(chance.integer(1, racks), chance.integer(1, racks))}`;
    const tokens = chance.many(tokensEach, () => chance.token().toString());
    return { id: `10.0.${index >> 8}.${(index & 255) + 1}`, datacenter: name, rack, tokens };
  });
  const down = endpoints.filter(() => chance.chance(0.25)).map(({ id }) => id);
  const localDatacenter = (endpoints[0] as (typeof endpoints)[number]).datacenter;
  return { endpoints, strategy: drawStrategy(chance, datacenters), localDatacenter, down, levels: LEVELS };
}

/** SimpleStrategy, or NetworkTopologyStrategy over some of the datacenters, at times more replicas than nodes. */
function drawStrategy(chance: Chance, datacenters: readonly { name: string }[]): Question['strategy'] {
  if (chance.chance(0.25)) return { class: 'SimpleStrategy', replication_factor: String(chance.integer(1, 6)) };
  const factors = datacenters
    .filter((_, index) => index === 0 || chance.chance(0.7))
    .map(({ name }) => [name, String(chance.integer(1, 6))]);
  return { ...(Object.fromEntries(factors) as Record<string, string>), class: 'NetworkTopologyStrategy' };
}

function ringOf({ endpoints }: Question): ReturnType<typeof topology> {
  const parsed = endpoints.map((endpoint): Endpoint => ({ ...endpoint, tokens: endpoint.tokens.map((text) => token(text)) }));
  return topology(parsed);
}

describe(`${CASES} random rings, beside Cassandra's own replication strategies`, () => {
  const questions = Array.from({ length: CASES }, (_, index) => drawQuestion(index + 1));
  let answers: Answer[] = [];
  beforeAll(async () => {
    answers = await askCassandra<Answer>('ReplicaOracle', questions);
  });

  test('every range has the same replicas in the same order', () => {
    let ranges = 0;
    for (const [index, question] of questions.entries()) {
      const ours = placeReplicas(ringOf(question), parseReplication(question.strategy));
      const mine = ours.map(({ range, replicas }) => ({ end: range.end.toString(), replicas: [...replicas] }));
      expect(mine, `ring of seed ${index + 1}`).toEqual(answers[index]?.ranges);
      ranges += ours.length;
    }
    expect(ranges).toBeGreaterThan(CASES * 20);
  });

  test.each(LEVELS)('every range is available at %s exactly when a coordinator would try', (consistency) => {
    let unavailable = 0;
    for (const [index, question] of questions.entries()) {
      const { ranges } = availability({
        topology: ringOf(question),
        strategy: parseReplication(question.strategy),
        consistency,
        localDatacenter: question.localDatacenter,
        isAlive: (id) => !question.down.includes(id),
      });
      const ours = ranges.map(({ state }) => state !== 'unavailable');
      expect(ours, `ring of seed ${index + 1}`).toEqual(answers[index]?.available[consistency]);
      unavailable += ours.filter((isAvailable) => !isAvailable).length;
    }
    expect(unavailable > 0).toBe(consistency !== 'ANY');
  });
});
