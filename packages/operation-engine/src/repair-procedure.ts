import { type Clock, errors, toOpsError } from '@ringside/core';
import { keyspaceName, tableName } from '@ringside/model';
import type { RepairOutcome } from '@ringside/node-control';
import type { Operation, RepairedTable, RepairProgress, RepairWork, StepPhase } from '@ringside/operations';
import { type EngineTimes, REPAIR_ATTEMPTS } from './bounds.ts';
import type { Claim } from './claim.ts';
import { isTurnOf } from './decide.ts';
import type { EngineNode, EnginePorts } from './ports.ts';
import type { Procedure, ProcedureParts } from './procedure.ts';

/** How waiting for a table ended where it was not the table that did: the step is no longer this life's to do. */
type Left = 'left';

/**
 * Repairs the ranges of which a node is the first replica, table by table. What is repaired is noted beside the sidecar, so that neither a pause nor the end of the
 * sidecar makes it begin again. Completion is asked for: a notification may be lost.
 */
export class RepairProcedure implements Procedure {
  readonly first = 'repairing';
  readonly verb = 'repair';
  readonly #node: EngineNode;
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #begun: () => void;
  readonly #clock: Clock;

  constructor({ node, ports, times, begun }: ProcedureParts) {
    this.#node = node;
    this.#ports = ports;
    this.#times = times;
    this.#begun = begun;
    this.#clock = ports.clock;
  }

  async whyNot({ repair }: Operation): Promise<string | undefined> {
    const keyspaces = new Set(repair?.tables.map(({ keyspace }) => keyspace));
    const [reason] = await this.#ports.judge.whyNotRepair(this.#node.node, [...keyspaces]);
    return reason;
  }

  async carryOut(claim: Claim, _from: StepPhase, signal: AbortSignal): Promise<boolean> {
    const work = (await this.#wanted(claim))?.repair;
    if (work === undefined) return false;
    this.#begun();
    const { tablesDone, command } = await this.#progress(claim);
    // Nobody can tell whether it is the one that was begun here, since a node counts from its last start: it is only waited for.
    if (command !== null && (await this.#untilEnded(claim, { command, unknownMs: 0 }, signal)) === 'left') return false;
    for (let done = tablesDone; done < work.tables.length; done += 1)
      if (!(await this.#repairTable(claim, { work, done }, signal))) return false;
    if ((await claim.advanceTo('done')) === 'unknown') return false;
    await this.#node.journal.clear();
    return true;
  }

  /** The operation, where its step is still to be done by this life; a step that nobody wants now is given back. */
  async #wanted(claim: Claim): Promise<Operation | undefined> {
    const operation = await claim.read();
    if (operation === undefined || !claim.holds(operation)) return undefined;
    if (isTurnOf(operation, this.#node.node)) return operation;
    const { tablesDone } = await this.#progress(claim);
    await claim.giveBack('repairing', `Paused or cancelled: ${tablesDone} of ${operation.repair?.tables.length ?? 0} tables are repaired.`);
    return undefined;
  }

  async #progress({ id }: Claim): Promise<RepairProgress> {
    const entry = await this.#node.journal.read();
    return (entry?.operation === id ? entry.repair : undefined) ?? { tablesDone: 0, command: null };
  }

  async #note({ id }: Claim, repair: RepairProgress): Promise<void> {
    await this.#node.journal.write({ operation: id, node: this.#node.node, phase: 'repairing', repair });
  }

  /** @returns false where it is to be left: the step was given back or taken over, or the sidecar ends */
  async #repairTable(
    claim: Claim,
    { work, done }: { readonly work: RepairWork; readonly done: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const table = work.tables[done] as RepairedTable;
    for (let attempt = 1; ; attempt += 1) {
      if (signal.aborted || (await this.#wanted(claim)) === undefined) return false;
      await claim.advanceTo('repairing', `${nameOf(table)}, table ${done + 1} of ${work.tables.length}`);
      const outcome = await this.#attempt(claim, { table, type: work.type, done }, signal);
      if (outcome === 'left') return false;
      if (outcome.state === 'succeeded') break;
      const reason = outcome.sentences[0] ?? 'the node does not know of it any more, as after a restart';
      if (attempt >= REPAIR_ATTEMPTS) throw new Error(`${nameOf(table)} could not be repaired: ${reason}`);
      this.#ports.note(`${this.#node.node}: ${nameOf(table)} could not be repaired, trying again: ${reason}`);
      await this.#clock.sleep(this.#times.repairAgainMs, signal).catch(() => undefined);
    }
    await this.#note(claim, { tablesDone: done + 1, command: null });
    return true;
  }

  /** Begins the repair of a table, and waits for its end. */
  async #attempt(
    claim: Claim,
    { table, type, done }: { readonly table: RepairedTable; readonly type: RepairWork['type']; readonly done: number },
    signal: AbortSignal,
  ): Promise<RepairOutcome | Left> {
    try {
      const command = await this.#node.repair.startRepair({
        keyspace: keyspaceName(table.keyspace),
        tables: [tableName(table.table)],
        type,
      });
      await this.#note(claim, { tablesDone: done, command });
      // Where there is one replica, there is nothing to compare.
      return command === 0
        ? { state: 'succeeded', sentences: [] }
        : await this.#untilEnded(claim, { command, unknownMs: this.#times.repairSilentMs }, signal);
    } catch (error) {
      // A table that was dropped has nothing left to repair.
      if (errors.NOT_FOUND.is(error)) return { state: 'succeeded', sentences: [] };
      return { state: 'failed', sentences: [toOpsError(error).message] };
    }
  }

  /**
   * Waits for the end of a repair, for as long as the node tells of it. One that was just begun may not be known yet. One that nobody wants any more is left to the
   * node, which finishes it by itself.
   */
  async #untilEnded(
    claim: Claim,
    { command, unknownMs }: { readonly command: number; readonly unknownMs: number },
    signal: AbortSignal,
  ): Promise<RepairOutcome | Left> {
    const beganMs = this.#clock.monotonicMs();
    let [heardMs, lookedMs] = [beganMs, beganMs];
    for (;;) {
      const outcome = await this.#node.repair.repairOutcome(command).catch(() => undefined);
      const nowMs = this.#clock.monotonicMs();
      if (outcome?.state === 'succeeded' || outcome?.state === 'failed') return outcome;
      if (outcome?.state === 'running') heardMs = nowMs;
      const silentMs = nowMs - heardMs;
      if (outcome?.state === 'unknown' && silentMs >= unknownMs) return outcome;
      if (silentMs > this.#times.repairSilentMs) return { state: 'failed', sentences: ['the node told nothing of it for too long'] };
      if (nowMs - lookedMs > this.#times.repairLookMs) {
        if (await this.#isLost(claim)) return 'left';
        lookedMs = nowMs;
      }
      await this.#clock.sleep(this.#pollMs(nowMs - beganMs), signal).catch(() => undefined);
      if (signal.aborted) return 'left';
    }
  }

  /** A tenth of what it has taken: a small table is not waited for longer than it takes, and a large one is not asked for all the time. */
  #pollMs(takenMs: number): number {
    return Math.min(Math.max(takenMs / 10, this.#times.repairPollMs), this.#times.repairPollMostMs);
  }

  /** True where the step is another life's by now, or was cancelled. A pause waits for the table, and so does what cannot be read. */
  async #isLost(claim: Claim): Promise<boolean> {
    const operation = await claim.read();
    if (operation === undefined) return false;
    return !claim.holds(operation) || (operation.intent === 'cancel' && (await this.#wanted(claim)) === undefined);
  }
}

function nameOf({ keyspace, table }: RepairedTable): string {
  return `${keyspace}.${table}`;
}
