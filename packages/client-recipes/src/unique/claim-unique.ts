import { randomUUID } from 'node:crypto';
import { type Clock, errors, systemClock, throwIfAborted } from '@ringside/core';
import type { RecipeClient } from '../client.ts';
import type { Conditional, SerialConsistency } from '../conditional.ts';
import { clientRecipesErrors } from '../errors.ts';
import { qualifiedName } from '../table-name.ts';
import { type Claim, ClaimTable, type UniqueValue } from './claims.ts';
import { UNIQUE_VALUES } from './schema.ts';

/** Which values, and for whom. */
export interface UniqueOptions {
  /** The exact name of the keyspace. */
  readonly keyspace: string;
  /** The exact name of the table that {@link uniqueValuesSchema} was given. Default: `unique_values`. */
  readonly table?: string | undefined;
  /** The values. */
  readonly values: readonly UniqueValue[];
  /** Who shall have them, or has them: an id of yours, such as an account's. */
  readonly owner: string;
  /** Sends conditional writes. */
  readonly conditional: Conditional;
  /** Default: SERIAL. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Ends the call between two writes. */
  readonly signal?: AbortSignal | undefined;
  /** Measures time-outs. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** How values are claimed. */
export interface ClaimUniqueOptions extends UniqueOptions {
  /** After how many seconds a provisional claim expires: more than a call takes. Default: 60. */
  readonly provisionalSeconds?: number | undefined;
}

/** Whether values were claimed; if not, one that somebody else has. */
export type ClaimUniqueResult =
  | {
      /** All of them are the owner's. */
      readonly claimed: true;
    }
  | {
      /** None of them is, but for those that the owner had before. */
      readonly claimed: false;
      /** The first that is taken. */
      readonly taken: UniqueValue;
      /** Who has it, provisionally perhaps. */
      readonly owner: string;
    };

/** A value that this call has claimed, or that its owner had before. */
interface Held {
  readonly value: UniqueValue;
  readonly claim: Claim;
  /** True where the owner had it before: it is kept if the call fails. */
  readonly isOld: boolean;
}

/** How often a call begins anew when a claim of its own is gone before it was confirmed. */
const ATTEMPTS = 3;
const LONGEST_PROVISIONAL_SECONDS = 86_400;

/**
 * Claims values for an owner, all or none: no other owner gets any of them until {@link releaseUnique}. If one is taken, those that were claimed before it are
 * released, and the result says who has it. Claiming what the owner already has succeeds.
 *
 * Each value is first claimed provisionally, which expires; when all are, each is confirmed. So a program that is killed on the way leaves nothing for longer than
 * `provisionalSeconds`, with one exception: if it is killed while it confirms, the values it has confirmed stay with the owner. Claim them again for the same owner,
 * or release them.
 *
 * @throws OpsError CLAIM_UNSETTLED when it failed, and what was confirmed could not be released; INVALID_ARGUMENT; what the driver or the conditional write fails
 *   with, in which case no value is confirmed that was not before
 *
 * @example
 * ```ts
 * const values = [{ kind: 'email', value: 'eva@example.org' }, { kind: 'user', value: 'eva' }];
 * const result = await claimUnique(client, { keyspace: 'shop', values, owner: accountId, conditional });
 * if (!result.claimed) throw new Error(`${result.taken.kind} ${result.taken.value} is taken`);
 * ```
 */
export async function claimUnique(client: RecipeClient, options: ClaimUniqueOptions): Promise<ClaimUniqueResult> {
  const { owner, signal, provisionalSeconds = 60 } = options;
  if (!Number.isSafeInteger(provisionalSeconds) || provisionalSeconds < 1 || provisionalSeconds > LONGEST_PROVISIONAL_SECONDS)
    throw errors.INVALID_ARGUMENT({
      message: `provisionalSeconds is not a whole number from 1 to ${LONGEST_PROVISIONAL_SECONDS}: ${provisionalSeconds}`,
    });
  const table = tableOf(client, options);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    throwIfAborted(signal, 'Claiming values');
    const held: Held[] = [];
    try {
      const taken = await claimAll(table, options, provisionalSeconds, held);
      if (taken === undefined && (await confirmAll(table, held))) return { claimed: true };
      await rollBack(table, owner, held);
      if (taken !== undefined) return taken;
    } catch (error) {
      if (!clientRecipesErrors.CLAIM_UNSETTLED.is(error)) await rollBack(table, owner, held, error);
      throw error;
    }
  }
  throw errors.UNAVAILABLE({
    message: `The provisional claims of ${owner} were gone before they were confirmed, ${ATTEMPTS} times`,
    remedy: 'Use a longer provisionalSeconds, and claim for one owner in one place at a time.',
  });
}

/**
 * Frees those of the values that the owner has; others are left alone. Calling it again does no harm.
 *
 * @throws OpsError CLAIM_UNSETTLED when other calls for the same owner kept changing a value; what the driver or the conditional write fails with, in which case the
 *   values may be free or not
 */
export async function releaseUnique(client: RecipeClient, options: UniqueOptions): Promise<void> {
  const table = tableOf(client, options);
  for (const value of inOrder(options.values)) await release(table, value, options);
}

async function release(table: ClaimTable, value: UniqueValue, { owner, signal }: UniqueOptions): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    throwIfAborted(signal, 'Releasing values');
    const claim = await table.read(value);
    if (claim?.owner !== owner || (await table.remove(value, claim))) return;
  }
  throw unsettled(owner, 'other calls for the same owner changed them at the same time');
}

/** @param held is given each value that was claimed, also when a later one fails */
async function claimAll(
  table: ClaimTable,
  { values, owner, signal }: ClaimUniqueOptions,
  provisionalSeconds: number,
  held: Held[],
): Promise<ClaimUniqueResult | undefined> {
  const claim: Claim = { owner, claim: randomUUID(), isConfirmed: false };
  for (const value of inOrder(values)) {
    throwIfAborted(signal, 'Claiming values');
    // Noted before it is sent: one whose outcome is unknown is released too.
    held.push({ value, claim, isOld: false });
    const found = await claimOne(table, value, claim, provisionalSeconds);
    if (found.owner === owner) held.splice(-1, 1, { value, claim: found, isOld: found.isConfirmed });
    else return { claimed: false, taken: value, owner: found.owner };
  }
  return undefined;
}

/** @returns this claim, confirmed if the owner had it before; or the one of somebody else */
async function claimOne(table: ClaimTable, value: UniqueValue, claim: Claim, provisionalSeconds: number): Promise<Claim> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await table.insert(value, claim, provisionalSeconds)) return claim;
    const old = await table.read(value);
    if (old === undefined) continue;
    if (old.owner !== claim.owner) return old;
    const next = { ...claim, isConfirmed: old.isConfirmed };
    if (await table.replace(value, old, next, old.isConfirmed ? undefined : provisionalSeconds)) return next;
  }
  throw errors.UNAVAILABLE({ message: `Others claim or release ${value.kind} ${value.value} at the same time` });
}

/** @returns false where a claim is gone: it has expired, or another call for the same owner has replaced it */
async function confirmAll(table: ClaimTable, held: Held[]): Promise<boolean> {
  for (const [at, { value, claim, isOld }] of held.entries()) {
    if (isOld) continue;
    const confirmed = { ...claim, isConfirmed: true };
    // Noted before it is sent: one whose outcome is unknown is confirmed for all we know.
    held[at] = { value, claim: confirmed, isOld };
    if (!(await table.replace(value, claim, confirmed))) return false;
  }
  return true;
}

/** Releases what was claimed, the last one first. What is provisional expires where that fails. */
async function rollBack(table: ClaimTable, owner: string, held: readonly Held[], cause?: unknown): Promise<void> {
  let failure: unknown;
  for (const { value, claim, isOld } of held.toReversed()) {
    if (isOld) continue;
    await table.remove(value, claim).catch((error: unknown) => {
      if (claim.isConfirmed) failure = error;
    });
  }
  if (failure !== undefined) throw unsettled(owner, String((failure as { message?: unknown }).message), cause ?? failure);
}

/** In one order, so that of two calls which claim the same values one gets the first of them, and then all. */
function inOrder(values: readonly UniqueValue[]): readonly UniqueValue[] {
  const byKey = new Map(values.map(({ kind, value }) => [JSON.stringify([kind, value]), { kind, value }]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function tableOf(client: RecipeClient, options: UniqueOptions): ClaimTable {
  const { keyspace, table = UNIQUE_VALUES, conditional, serialConsistency = 'SERIAL', clock = systemClock, signal } = options;
  return new ClaimTable(client, qualifiedName(keyspace, table), { conditional, serialConsistency, waiting: { clock, signal } });
}

function unsettled(owner: string, reason: string, cause?: unknown): Error {
  return clientRecipesErrors.CLAIM_UNSETTLED({ message: `Some of the values may stay with ${owner}: ${reason}`, cause });
}
