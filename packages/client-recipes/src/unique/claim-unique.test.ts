import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTables } from '../create-tables.ts';
import { type CasFate, CAS_FATES, fakeConditional, type FakeConditional } from '../fakes/fake-conditional.ts';
import { FakeCql, fakeCqlClient } from '../fakes/fake-cql.ts';
import { QUICK } from '../fakes/quick-clock.ts';
import { claimUnique, type ClaimUniqueResult, releaseUnique } from './claim-unique.ts';
import type { UniqueValue } from './claims.ts';
import { uniqueValuesSchema } from './schema.ts';

const EMAIL = { kind: 'email', value: 'eva@example.org' };
const USER = { kind: 'user', value: 'eva' };
const PHONE = { kind: 'phone', value: '+49 30 1' };
const ALL: readonly UniqueValue[] = [EMAIL, USER, PHONE];
const TABLE = 'shop.unique_values';
const TTL_MS = 60_000;

/** A program that claims, and that may be killed. */
interface Program {
  readonly claim: (owner: string, values: readonly UniqueValue[]) => Promise<ClaimUniqueResult>;
  readonly release: (owner: string, values: readonly UniqueValue[]) => Promise<void>;
  readonly cas: FakeConditional;
}

function open(
  cql: FakeCql,
  step: (statement: string) => void | Promise<void> = () => undefined,
  fate: () => CasFate = () => 'answered',
): Program {
  const cas = fakeConditional(cql, async () => {
    await step('IF');
    return fate();
  });
  const shared = { keyspace: 'shop', conditional: cas.conditional, clock: QUICK };
  const client = fakeCqlClient(cql, step);
  return {
    cas,
    claim: (owner, values) => claimUnique(client, { ...shared, owner, values }),
    release: (owner, values) => releaseUnique(client, { ...shared, owner, values }),
  };
}

async function newCql(): Promise<FakeCql> {
  const cql = new FakeCql();
  await createTables(fakeCqlClient(cql), uniqueValuesSchema('shop'));
  return cql;
}

/** Who has each value, confirmed or not. */
const holders = (cql: FakeCql): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    cql.rows(TABLE).map((row) => [String(row.get('kind')), `${String(row.get('owner'))}${row.get('confirmed') === true ? '' : '?'}`]),
  );

let cql: FakeCql;
beforeEach(async () => {
  cql = await newCql();
});

describe('claimUnique() and releaseUnique()', () => {
  test('of two owners the second is told who has the value, and gets none of the others', async () => {
    const { claim } = open(cql);
    expect(await claim('eva', [USER])).toEqual({ claimed: true });
    expect(await claim('eve', ALL)).toEqual({ claimed: false, taken: USER, owner: 'eva' });
    expect(holders(cql)).toEqual({ user: 'eva' });
  });

  test('an owner may claim again, and add values to those it has', async () => {
    const { claim } = open(cql);
    await claim('eva', [USER]);
    expect(await claim('eva', [USER, USER, EMAIL])).toEqual({ claimed: true });
    cql.nowMs += TTL_MS;
    expect(holders(cql)).toEqual({ user: 'eva', email: 'eva' });
  });

  test('an owner keeps what it had when it cannot have more', async () => {
    const { claim } = open(cql);
    await claim('eva', [EMAIL]);
    await claim('eve', [USER]);
    expect(await claim('eva', ALL)).toEqual({ claimed: false, taken: USER, owner: 'eve' });
    expect(holders(cql)).toEqual({ email: 'eva', user: 'eve' });
  });

  test('only the owner can release, as often as it likes', async () => {
    const { claim, release } = open(cql);
    await claim('eva', ALL);
    await release('eve', ALL);
    expect(holders(cql)).toEqual({ email: 'eva', user: 'eva', phone: 'eva' });
    await release('eva', [USER, EMAIL]);
    await release('eva', [USER, EMAIL]);
    expect(holders(cql)).toEqual({ phone: 'eva' });
    expect(await claim('eve', [USER])).toEqual({ claimed: true });
  });

  test('a program that is killed before it confirms leaves provisional claims, which the same owner takes over and which expire for others', async () => {
    const killed = (after: number): Program => {
      let steps = 0;
      return open(cql, () => {
        steps += 1;
        if (steps > after) throw Object.assign(new Error('killed'), { code: 0x22_00 });
      });
    };
    await expect(killed(2).claim('eva', ALL)).rejects.toThrow('killed');
    expect(holders(cql)).toEqual({ email: 'eva?', phone: 'eva?' });
    expect(await open(cql).claim('eve', ALL)).toEqual({ claimed: false, taken: EMAIL, owner: 'eva' });
    expect(await open(cql).claim('eva', [EMAIL])).toEqual({ claimed: true });
    cql.nowMs += TTL_MS;
    expect(holders(cql)).toEqual({ email: 'eva' });
  });

  test('where a provisional claim expires before it is confirmed, and somebody else takes it, nothing stays', async () => {
    let conditionals = 0;
    const slow = open(cql, async () => {
      conditionals += 1;
      if (conditionals !== 4) return;
      // All are claimed, and none is confirmed.
      cql.nowMs += TTL_MS;
      await open(cql).claim('eve', [USER]);
    });
    expect(await slow.claim('eva', ALL)).toEqual({ claimed: false, taken: USER, owner: 'eve' });
    expect(holders(cql)).toEqual({ user: 'eve' });
  });

  test('a release that comes late does not free what its owner has claimed again since', async () => {
    await open(cql).claim('eva', [USER]);
    const losing = open(cql, undefined, () => 'late');
    await expect(losing.release('eva', [USER])).rejects.toMatchObject({ code: 'COMPARE_AND_SET_UNKNOWN' });
    expect(await open(cql).claim('eva', [USER])).toEqual({ claimed: true });
    losing.cas.arrive();
    expect(holders(cql)).toEqual({ user: 'eva' });
  });

  test('where the answer to a claim was lost and somebody else has the value, the first look tells', async () => {
    await open(cql).claim('eve', [USER]);
    const fates: CasFate[] = ['lost'];
    let conditionals = 0;
    const losing = open(
      cql,
      (statement) => void (conditionals += Number(statement === 'IF')),
      () => fates.shift() ?? 'answered',
    );
    expect(await losing.claim('eva', [USER])).toEqual({ claimed: false, taken: USER, owner: 'eve' });
    // The claim, and its release, which finds nothing.
    expect(conditionals).toBe(2);
  });

  test('says so where what was confirmed cannot be released', async () => {
    const fates: CasFate[] = ['answered', 'answered', 'answered', 'unknown-applied', 'unknown-lost', 'unknown-lost'];
    const failing = open(cql, undefined, () => fates.shift() ?? 'unknown-lost');
    await expect(failing.claim('eva', [EMAIL, USER])).rejects.toMatchObject({
      code: 'CLAIM_UNSETTLED',
      cause: { code: 'COMPARE_AND_SET_UNKNOWN' },
    });
    expect(await open(cql).claim('eva', [EMAIL, USER])).toEqual({ claimed: true });
  });

  test('refuse a TTL that is none, and end when the signal has aborted', async () => {
    const { conditional } = open(cql).cas;
    const asked = { keyspace: 'shop', conditional, owner: 'eva', values: ALL };
    await expect(claimUnique(fakeCqlClient(cql), { ...asked, provisionalSeconds: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(claimUnique(fakeCqlClient(cql), { ...asked, signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(releaseUnique(fakeCqlClient(cql), { ...asked, signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(holders(cql)).toEqual({});
  });
});

const someValues = fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1 });
const anOwner = fc.constantFrom('ann', 'ann', 'bob');
const aFate = fc.oneof({ weight: 2, arbitrary: fc.constant<CasFate>('answered') }, { weight: 1, arbitrary: fc.constantFrom(...CAS_FATES) });
const aCall = fc.record({
  owner: anOwner,
  values: someValues,
  isRelease: fc.nat(3).map((value) => value === 0),
  killed: fc.option(fc.nat(20), { nil: Infinity, freq: 1 }),
  fates: fc.array(aFate, { maxLength: 8 }),
  /** How long each step takes. */
  stepMs: fc.constantFrom(0, 0, 0, 9_000, 31_000),
  arrives: fc.boolean(),
});

describe('whatever goes wrong', () => {
  test('no value is claimed for two owners, and no provisional claim outlives its TTL', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aCall, { minLength: 1, maxLength: 10 }), async (calls) => {
        const cql = await newCql();
        /** Who was told that a value is theirs, and has not tried to release it since. */
        const certain = new Map<string, string>();
        const arriving: FakeConditional[] = [];
        for (const { owner, values, isRelease, killed, fates, stepMs, arrives } of calls) {
          const left = [...fates];
          let steps = 0;
          const step = (): void => {
            steps += 1;
            cql.nowMs += stepMs;
            if (steps > killed) throw Object.assign(new Error('killed'), { code: 0x22_00 });
          };
          const { claim, release, cas } = open(cql, step, () => left.shift() ?? 'answered');
          if (isRelease) for (const { kind } of values) if (certain.get(kind) === owner) certain.delete(kind);
          const result = isRelease
            ? await release(owner, values).catch(() => undefined)
            : await claim(owner, values).catch(() => undefined);
          const won = result?.claimed === true ? values.map(({ kind }) => kind) : [];
          const lost = result?.claimed === false ? [result.owner] : [];
          expect(won.filter((kind) => (certain.get(kind) ?? owner) !== owner)).toEqual([]);
          expect(lost).not.toContain(owner);
          for (const kind of won) certain.set(kind, owner);
          arriving.push(cas);
          if (arrives) for (const each of arriving) each.arrive();
          expect(holders(cql)).toMatchObject(Object.fromEntries(certain));
        }
        for (const each of arriving) each.arrive();
        cql.nowMs += TTL_MS;
        expect(holders(cql)).toMatchObject(Object.fromEntries(certain));
        expect(Object.values(holders(cql)).filter((holder) => String(holder).endsWith('?'))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('of owners that claim at the same time at most one gets each value, and who gets none keeps none', async () => {
    const pauses = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(someValues, { minLength: 2, maxLength: 4 }), pauses, async (claims, pauses) => {
        const cql = await newCql();
        let turn = 0;
        const pause = async (): Promise<void> => {
          turn += 1;
          for (let left = pauses[turn % pauses.length] ?? 0; left > 0; left -= 1) await Promise.resolve();
        };
        const results = await Promise.all(claims.map((values, at) => open(cql, pause).claim(`owner${at}`, values)));
        const got = claims.flatMap((values, at) => (results[at]?.claimed === true ? values.map(({ kind }) => [kind, `owner${at}`]) : []));
        expect(new Set(got.map(([kind]) => kind)).size).toBe(got.length);
        expect(holders(cql)).toEqual(Object.fromEntries(got));
      }),
      { numRuns: 300 },
    );
  });
});
