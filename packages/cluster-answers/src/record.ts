import { type Clock, deadlineIn, withDeadline } from '@ringside/core';
import { type Fill, type Growth, growthOf } from './capacity/growth.ts';
import { type DiskReading, measureDisks } from './capacity/disks.ts';
import { type Counters, recentOf, readCounters, type Recent } from './advice/counters.ts';
import type { JudgedNode } from './node.ts';
import { type KeyspaceRepair, keyspaceRepairs } from './tables/keyspace-repairs.ts';

/** What is kept of one node: how full its disks were, what it had counted, and how old its repairs were. */
export interface NodeRecord {
  /** Its disks now, each with how fast it fills as far as that was seen. Rejects where they cannot be measured. */
  disks(): Promise<readonly (DiskReading & Growth)[]>;
  /** What it counted in the last hour; null where that is not known. Rejects where the node does not answer. */
  recent(signal: AbortSignal): Promise<Recent | null>;
  /** Its disks as they were a minute ago at most. Rejects where they cannot be measured. */
  diskRoom(): Promise<Timed<readonly DiskReading[]>>;
  /** How old its repairs were when they were looked at last, an hour ago or so; undefined before the first look. */
  readonly repairs: Timed<readonly KeyspaceRepair[]> | undefined;
}

/** Something that was read. */
export interface Timed<Read> {
  /** What was read. */
  readonly read: Read;
  /** When, in milliseconds since 1970. */
  readonly observedAtMs: number;
}

/** Keeps records of nodes. */
export interface NodeRecords {
  /** That of a node. */
  of(node: JudgedNode): NodeRecord;
  /** Ends the looking. */
  stop(): void;
}

/** The first look comes when whatever starts has started. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 300_000;
/** So much is kept: two weeks of how full disks were, and an hour of counts. */
const FILLS_KEPT = (14 * 86_400_000) / EVERY_MS;
const COUNTS_KEPT = 3_600_000 / EVERY_MS;
/** The history of repairs is read whole, from all nodes that hold it: once an hour. */
const REPAIRS_EVERY_MS = 3_600_000;
const DISK_ROOM_FOR_MS = 60_000;
/** Whoever collects metrics waits for a node that hangs no longer than for its answer to a probe. */
const DISK_ROOM_WITHIN_MS = 2_000;

/**
 * Looks at nodes every five minutes: ten reads each, and what the system says of their disks; once an hour also at the history of repairs. Nothing is kept
 * on disk: it begins anew with the process.
 *
 * @param nodes those to look at, all beside this sidecar
 */
export function keepRecords(nodes: readonly JudgedNode[], clock: Clock): NodeRecords {
  const stopping = new AbortController();
  const records = new Map(nodes.map((node) => [node, new OneRecord(node, clock)]));
  for (const record of records.values()) void watch(record, clock, stopping.signal);
  return {
    of: (node) => records.get(node) ?? new OneRecord(node, clock),
    stop: () => stopping.abort(),
  };
}

async function watch(record: OneRecord, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let pauseMs = FIRST_AFTER_MS; !signal.aborted; pauseMs = EVERY_MS) {
    await clock.sleep(pauseMs, signal).catch(() => undefined);
    if (!signal.aborted) await record.look(signal);
  }
}

class OneRecord implements NodeRecord {
  readonly #node: JudgedNode;
  readonly #clock: Clock;
  readonly #fills = new Map<number, Fill[]>();
  readonly #counts: Counters[] = [];
  #directories: readonly string[] | undefined;
  #repairs: Timed<readonly KeyspaceRepair[]> | undefined;
  #repairsDueMs = -Infinity;
  #room: Timed<readonly DiskReading[]> | undefined;
  #roomDueMs = -Infinity;

  constructor(node: JudgedNode, clock: Clock) {
    this.#node = node;
    this.#clock = clock;
  }

  /** What cannot be looked at now is looked at the next time. */
  async look(signal: AbortSignal): Promise<void> {
    await Promise.allSettled([this.#lookAtDisks(), this.#lookAtCounts(signal), this.#lookAtRepairs()]);
  }

  get repairs(): Timed<readonly KeyspaceRepair[]> | undefined {
    return this.#repairs;
  }

  async diskRoom(): Promise<Timed<readonly DiskReading[]>> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#room !== undefined && nowMs < this.#roomDueMs) return this.#room;
    const bounds = { deadline: deadlineIn(this.#clock, DISK_ROOM_WITHIN_MS) };
    const disks = await withDeadline(bounds, { what: 'Measuring the disks' }, async () => this.#measure(this.#directories));
    this.#room = { read: disks, observedAtMs: this.#clock.nowMs() };
    this.#roomDueMs = nowMs + DISK_ROOM_FOR_MS;
    return this.#room;
  }

  async disks(): Promise<readonly (DiskReading & Growth)[]> {
    const now = this.#clock.monotonicMs();
    const disks = await this.#measure();
    return disks.map((disk) => {
      const fills = this.#fills.get(disk.device) ?? [];
      return Object.assign(disk, growthOf([...fills, fillOf(disk, now)]));
    });
  }

  async recent(signal: AbortSignal): Promise<Recent | null> {
    return recentOf(this.#counts, await this.#readCounts(signal));
  }

  async #lookAtDisks(): Promise<void> {
    const disks = await this.#measure();
    for (const disk of disks) {
      const fills = this.#fills.get(disk.device) ?? [];
      fills.push(fillOf(disk, this.#clock.monotonicMs()));
      this.#fills.set(disk.device, fills.slice(-FILLS_KEPT));
    }
  }

  async #lookAtCounts(signal: AbortSignal): Promise<void> {
    this.#counts.push(await this.#readCounts(signal));
    this.#counts.splice(0, this.#counts.length - COUNTS_KEPT);
  }

  async #lookAtRepairs(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#repairsDueMs) return;
    const observedAtMs = this.#clock.nowMs();
    this.#repairs = { read: await keyspaceRepairs(this.#node, observedAtMs), observedAtMs };
    this.#repairsDueMs = nowMs + REPAIRS_EVERY_MS;
  }

  async #readCounts(signal: AbortSignal): Promise<Counters> {
    return readCounters(this.#node, this.#clock.nowMs(), signal);
  }

  /** @param remembered where the data is, as far as that is known: a node that is down or hangs cannot be asked */
  async #measure(remembered?: readonly string[]): Promise<readonly DiskReading[]> {
    const { dataDirectories, reads } = this.#node;
    this.#directories = dataDirectories ?? remembered ?? (await reads.dataDirectories());
    return measureDisks(this.#directories, this.#clock);
  }
}

function fillOf({ totalBytes, availableBytes }: DiskReading, atMs: number): Fill {
  return { atMs, usedBytes: totalBytes - availableBytes };
}
