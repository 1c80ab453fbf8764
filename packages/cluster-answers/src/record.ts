import type { Clock } from '@ringside/core';
import { type Fill, type Growth, growthOf } from './capacity/growth.ts';
import { type DiskReading, measureDisks } from './capacity/disks.ts';
import { type Counters, recentOf, readCounters, type Recent } from './advice/counters.ts';
import type { JudgedNode } from './node.ts';

/** What is kept of one node: how full its disks were, and what it had counted. */
export interface NodeRecord {
  /** Its disks now, each with how fast it fills as far as that was seen. Rejects where they cannot be measured. */
  disks(): Promise<readonly (DiskReading & Growth)[]>;
  /** What it counted in the last hour; null where that is not known. Rejects where the node does not answer. */
  recent(signal: AbortSignal): Promise<Recent | null>;
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

/** Looks at nodes every five minutes: ten reads each, and what the system says of their disks. Nothing is kept on disk: it begins anew with the process. */
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

  constructor(node: JudgedNode, clock: Clock) {
    this.#node = node;
    this.#clock = clock;
  }

  /** What cannot be looked at now is looked at the next time. */
  async look(signal: AbortSignal): Promise<void> {
    await Promise.allSettled([this.#lookAtDisks(), this.#lookAtCounts(signal)]);
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

  async #readCounts(signal: AbortSignal): Promise<Counters> {
    return readCounters(this.#node, this.#clock.nowMs(), signal);
  }

  async #measure(): Promise<readonly DiskReading[]> {
    const { dataDirectories, reads } = this.#node;
    return measureDisks(dataDirectories ?? (await reads.dataDirectories()), this.#clock);
  }
}

function fillOf({ totalBytes, availableBytes }: DiskReading, atMs: number): Fill {
  return { atMs, usedBytes: totalBytes - availableBytes };
}
