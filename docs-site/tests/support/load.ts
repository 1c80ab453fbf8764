import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '@ringside/client';
import type { Cluster } from '@ringside/cluster';

const PAUSE_MS = 20;
/** A bound, not a measure: far more than the longest run writes. */
const MOST_ROWS = 100_000;
const ROUNDS = 2;

/** Reads and writes at QUORUM that go on beside a test, through whichever node answers, as a driver's would. */
export interface Load {
  /** How many writes were acknowledged so far. */
  readonly acknowledged: number;
  /** What no coordinator would do, in words; and reads that gave something else than what was written. */
  readonly failures: readonly string[];
  /** Waits until more writes were acknowledged than that. */
  progressBeyond(acknowledged: number): Promise<void>;
  /** Reads all acknowledged rows back, at QUORUM; the ids of those that are not there as they were written. */
  missing(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Begins to write rows into `shop.orders` and to read them. Each is written once acknowledged; one that fails everywhere is reported. */
export function startLoad(cluster: Cluster): Load {
  const worker = new LoadWorker(cluster);
  void worker.run();
  return worker;
}

const noteOf = (id: number): string => `order ${id}`;

class LoadWorker implements Load {
  readonly failures: string[] = [];
  readonly #cluster: Cluster;
  readonly #acknowledged: number[] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  async run(): Promise<void> {
    this.#ended = this.#writeAll();
    await this.#ended;
  }

  async progressBeyond(acknowledged: number): Promise<void> {
    while (this.acknowledged <= acknowledged && !this.#stop.signal.aborted && this.failures.length === 0) await sleep(PAUSE_MS);
  }

  async missing(): Promise<readonly number[]> {
    const ids = [...this.#acknowledged];
    const rows = await this.#anyCoordinator(async (session) => {
      const found = new Map<unknown, unknown>();
      for await (const row of session.rows('SELECT id, note FROM shop.orders', [], { consistency: 'QUORUM', pageSize: 1_000 }))
        found.set(row['id'], row['note']);
      return found;
    });
    return ids.filter((id) => rows.get(id) !== noteOf(id));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    this.#sessions.clear();
  }

  async #writeAll(): Promise<void> {
    for (let id = 1; id <= MOST_ROWS && !this.#stop.signal.aborted; id += 1) {
      try {
        await this.#anyCoordinator((session) =>
          session.execute('INSERT INTO shop.orders (id, note) VALUES (?, ?)', [id, noteOf(id)], { consistency: 'QUORUM' }),
        );
        this.#acknowledged.push(id);
        await this.#readBack(id);
      } catch (error) {
        this.failures.push(`row ${id}: ${String(error)}`);
      }
      await sleep(PAUSE_MS);
    }
  }

  async #readBack(id: number): Promise<void> {
    const { rows } = await this.#anyCoordinator((session) =>
      session.execute('SELECT note FROM shop.orders WHERE id = ?', [id], { consistency: 'QUORUM' }),
    );
    if (rows[0]?.['note'] !== noteOf(id)) this.failures.push(`row ${id} is read as ${JSON.stringify(rows[0]?.['note'])}`);
  }

  /** Tries every node in turn, twice: one of them may be on its way down or up. Every request here may be sent twice. */
  async #anyCoordinator<T>(ask: (session: Session) => Promise<T>): Promise<T> {
    let last: unknown;
    for (let attempt = 0; attempt < ROUNDS * this.#cluster.nodes.length; attempt += 1) {
      const node = this.#cluster.node((this.#turn += 1) % this.#cluster.nodes.length);
      try {
        return await ask(await this.#sessionOn(node.name, node.address));
      } catch (error) {
        last = error;
        await this.#sessions.get(node.name)?.close();
        this.#sessions.delete(node.name);
      }
    }
    throw last;
  }

  async #sessionOn(name: string, address: string): Promise<Session> {
    const known = this.#sessions.get(name);
    if (known !== undefined) return known;
    const made = await openSession({ contactPoints: [address], port: this.#cluster.nativePort, requestTimeoutMs: 30_000 });
    this.#sessions.set(name, made);
    return made;
  }
}
