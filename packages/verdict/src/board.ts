import type { Findings, Observation } from './finding.ts';

/** What of an observation its observer says; the board knows the rest. */
export type Seen = {
  [Kind in keyof Findings]: { readonly kind: Kind; readonly about: string; readonly finding: Findings[Kind] };
}[keyof Findings];

interface Entry {
  readonly row: Observation;
  /** Since when it is so, on the clock of this board. */
  readonly sinceMs: number;
  /** When it got here: the board's counter. */
  readonly version: number;
}

/** Observations that came after some version, and what the version is now. */
export interface News {
  /** To be given next time. */
  readonly version: number;
  /** In the order in which they came. */
  readonly rows: readonly Observation[];
}

/** More than the observations of 1,000 nodes of which a hundred are in trouble; what is beyond is not taken. */
const MOST_ROWS = 20_000;
/** So many entries that were replaced lie in the log before it is made anew. */
const MOST_REPLACED = 64;

/**
 * All that one sidecar knows: what it saw itself, and what it heard of others. Of each observer, kind and node only the latest observation is kept,
 * and none of an earlier life of the observer. Time is an argument; its origin means nothing, and it must not go back.
 */
export class Board {
  readonly #self: string;
  readonly #entries = new Map<string, Entry>();
  /** Entries in the order of their versions; those that were replaced since are still among them. */
  #log: Entry[] = [];
  readonly #lives = new Map<string, number>();
  #sequence = 0;
  #version = 0;

  /**
   * @param self what this sidecar is called
   * @param epoch more than in any earlier life of it; where that fails, the board mends it as soon as it hears of the earlier life
   */
  constructor(self: string, epoch: number) {
    this.#self = self;
    this.#lives.set(self, epoch);
  }

  /** Grows with everything new. */
  get version(): number {
    return this.#version;
  }

  /**
   * Notes what this sidecar saw.
   *
   * @param sinceMs since when it is so
   * @returns false when it was so before
   */
  see(seen: Seen, sinceMs: number): boolean {
    const known = this.#entries.get(keyOf(this.#self, seen));
    if (known?.row.finding === seen.finding) return false;
    this.#sequence += 1;
    const row = { ...seen, observer: this.#self, epoch: this.epoch, sequence: this.#sequence, ageMs: 0 } as Observation;
    this.#put(row, sinceMs);
    return true;
  }

  /**
   * Takes in what another sidecar told, its own observations or those that it heard itself.
   *
   * @returns how many were new
   */
  take(rows: readonly Observation[], nowMs: number): number {
    const before = this.#version;
    for (const row of rows) {
      if (row.observer === this.#self) this.#outlive(row.epoch);
      else if (this.#isNew(row)) this.#put(row, nowMs - row.ageMs);
    }
    return this.#version - before;
  }

  /** What came after a version: 0 for everything. Ages are those of now. */
  since(version: number, nowMs: number): News {
    let first = this.#log.length;
    while (first > 0 && (this.#log[first - 1] as Entry).version > version) first -= 1;
    const rows = this.#log.slice(first).filter((entry) => this.#isKept(entry));
    return { version: this.#version, rows: rows.map((entry) => aged(entry, nowMs)) };
  }

  /**
   * Takes notice of a life of another sidecar, as soon as it says which one it is in: what it saw in an earlier one is no longer so.
   *
   * @param observer another sidecar
   * @param epoch of the life that it is in now
   */
  meet(observer: string, epoch: number): void {
    const life = this.#lives.get(observer);
    if (observer === this.#self || life === undefined || life >= epoch) return;
    this.#forget(observer);
    this.#lives.set(observer, epoch);
  }

  /**
   * Forgets what is not about and by nodes that are there. Whoever told it takes it for told: it has to be asked for everything again when one of those
   * nodes is there after all.
   *
   * @returns how many observations were forgotten
   */
  keepOnly(nodes: ReadonlySet<string>): number {
    const before = this.#entries.size;
    for (const [key, { row }] of this.#entries) {
      const isOwn = row.observer === this.#self && row.kind === 'node';
      if (!isOwn && !(nodes.has(row.about) && nodes.has(row.observer))) this.#entries.delete(key);
    }
    for (const observer of this.#lives.keys()) if (observer !== this.#self && !nodes.has(observer)) this.#lives.delete(observer);
    const forgotten = before - this.#entries.size;
    if (forgotten > 0) this.#compact();
    return forgotten;
  }

  /** How much it holds, which is bounded: observations, those replaced since, and lives of observers. */
  get size(): number {
    return this.#entries.size + this.#log.length + this.#lives.size;
  }

  /** Which life of this sidecar its observations are from. */
  get epoch(): number {
    return this.#lives.get(this.#self) ?? 0;
  }

  #isNew(row: Observation): boolean {
    const life = this.#lives.get(row.observer) ?? row.epoch;
    const known = this.#entries.get(keyOf(row.observer, row));
    if (row.epoch < life) return false;
    if (known === undefined) return this.#entries.size < MOST_ROWS;
    return row.epoch > known.row.epoch || row.sequence > known.row.sequence;
  }

  #put(row: Observation, sinceMs: number): void {
    this.#version += 1;
    if (row.epoch > (this.#lives.get(row.observer) ?? row.epoch)) this.#forget(row.observer);
    this.#lives.set(row.observer, row.epoch);
    const entry = { row, sinceMs, version: this.#version };
    this.#entries.set(keyOf(row.observer, row), entry);
    this.#log.push(entry);
    if (this.#log.length > 2 * this.#entries.size + MOST_REPLACED) this.#compact();
  }

  #compact(): void {
    this.#log = this.#log.filter((each) => this.#isKept(each));
  }

  #isKept(entry: Entry): boolean {
    return this.#entries.get(keyOf(entry.row.observer, entry.row)) === entry;
  }

  /** What an observer saw in an earlier life is no longer so: it will say what it sees now. */
  #forget(observer: string): void {
    for (const [key, { row }] of this.#entries) if (row.observer === observer) this.#entries.delete(key);
  }

  /** Somebody still tells what this sidecar saw in a later life than it takes itself to be in (its clock went back): all of it is said again. */
  #outlive(epoch: number): void {
    if (epoch <= this.epoch) return;
    this.#lives.set(this.#self, epoch + 1);
    for (const { row, sinceMs } of [...this.#entries.values()].filter((entry) => entry.row.observer === this.#self))
      this.#put({ ...row, epoch: epoch + 1 }, sinceMs);
  }
}

function keyOf(observer: string, { kind, about }: Pick<Observation, 'kind' | 'about'>): string {
  return `${kind} ${observer} ${about}`;
}

function aged({ row, sinceMs }: Entry, nowMs: number): Observation {
  return { ...row, ageMs: Math.max(0, Math.round(nowMs - sinceMs)) };
}
