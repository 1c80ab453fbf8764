import { setTimeout as sleep } from 'node:timers/promises';
import { createDriverClient } from '@ringside/resilient-client/testing';

type Client = ReturnType<typeof createDriverClient>;
/** Of the protocol. */
const LOCAL_QUORUM = 6;
const KEYSPACE = 'bench_load';
const WORKERS = 8;

/** What a client saw that went on meanwhile. */
export interface LoadFigures {
  /** Requests that were sent. */
  readonly requests: number;
  /** Of those, how many failed. */
  readonly failed: number;
  /** Why, the first few. */
  readonly failures: readonly string[];
  /** Writes that were acknowledged and cannot be read afterwards, or only in an older state. */
  readonly lost: number;
  /** Latencies in milliseconds. */
  readonly latenciesMs: readonly number[];
  /** Those of reads alone. */
  readonly readLatenciesMs: readonly number[];
}

/** Reads and writes at a steady rate until it is told to end, and then reads everything that was acknowledged. */
export interface Load {
  /** Stops, looks for what was lost, and closes. */
  end(): Promise<LoadFigures>;
}

/**
 * A client of the stock driver with its default policies: statements are prepared, marked idempotent, and sent at LOCAL_QUORUM, half of them reads. A row is
 * written by one worker only, each time with a higher number, so that a lost write shows.
 *
 * @param contactPoints addresses of nodes
 * @param perSecond requests a second, over all workers
 */
export async function startLoad(contactPoints: readonly string[], port: number, perSecond: number): Promise<Load> {
  const client = createDriverClient({
    contactPoints: [...contactPoints],
    localDataCenter: 'dc1',
    protocolOptions: { port },
    queryOptions: { prepare: true, isIdempotent: true, consistency: LOCAL_QUORUM },
  });
  await client.connect();
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS ${KEYSPACE} WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': 3}`,
    [],
    { prepare: false },
  );
  await client.execute(`CREATE TABLE IF NOT EXISTS ${KEYSPACE}.numbers (id int PRIMARY KEY, number int)`, [], { prepare: false });
  const workers = Array.from({ length: WORKERS }, (_, place) => new Worker(client, place, (1_000 * WORKERS) / perSecond));
  const running = workers.map((worker) => worker.run());
  return {
    async end() {
      for (const worker of workers) worker.end();
      await Promise.all(running);
      const lost = (await Promise.all(workers.map((worker) => worker.countLost()))).reduce((sum, each) => sum + each, 0);
      await client.shutdown();
      return {
        requests: workers.reduce((sum, { requests }) => sum + requests, 0),
        failed: workers.reduce((sum, { failures }) => sum + failures.length, 0),
        failures: workers.flatMap(({ failures }) => failures).slice(0, 5),
        lost,
        latenciesMs: workers.flatMap(({ latenciesMs }) => latenciesMs),
        readLatenciesMs: workers.flatMap(({ readLatenciesMs }) => readLatenciesMs),
      };
    },
  };
}

const ROWS = 100;

class Worker {
  readonly #client: Client;
  readonly #place: number;
  readonly #everyMs: number;
  /** By row, the highest number that was acknowledged. */
  readonly #acknowledged = new Map<number, number>();
  readonly failures: string[] = [];
  readonly latenciesMs: number[] = [];
  readonly readLatenciesMs: number[] = [];
  #isOver = false;
  requests = 0;

  constructor(client: Client, place: number, everyMs: number) {
    this.#client = client;
    this.#place = place;
    this.#everyMs = everyMs;
  }

  end(): void {
    this.#isOver = true;
  }

  /** One request after the other, each at its time: one that took long is not followed by a burst. */
  async run(): Promise<void> {
    for (let nextMs = performance.now(); !this.#isOver; nextMs = Math.max(nextMs + this.#everyMs, performance.now())) {
      await sleep(Math.max(0, nextMs - performance.now()));
      await this.#request();
    }
  }

  async #request(): Promise<void> {
    const number = this.requests;
    const id = this.#place * ROWS + (number % ROWS);
    const isRead = number % 2 === 1;
    const startMs = performance.now();
    this.requests += 1;
    try {
      if (!isRead) {
        await this.#client.execute(`INSERT INTO ${KEYSPACE}.numbers (id, number) VALUES (?, ?)`, [id, number]);
        this.#acknowledged.set(id, number);
      } else await this.#client.execute(`SELECT number FROM ${KEYSPACE}.numbers WHERE id = ?`, [id]);
    } catch (error) {
      this.failures.push((error as Error).message);
    }
    const latencyMs = performance.now() - startMs;
    this.latenciesMs.push(latencyMs);
    if (isRead) this.readLatenciesMs.push(latencyMs);
  }

  async countLost(): Promise<number> {
    let lost = 0;
    for (const [id, number] of this.#acknowledged) {
      const row = (await this.#client.execute(`SELECT number FROM ${KEYSPACE}.numbers WHERE id = ?`, [id])).first();
      if (row === null || (row['number'] as number) < number) lost += 1;
    }
    return lost;
  }
}
