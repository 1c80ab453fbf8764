import { decideWrite, type RecipeRow } from '@ringside/client-recipes';
import { errors, throwIfAborted } from '@ringside/core';
import { type AbTest, needTest, selectTest, testOf } from './ab-tests.ts';
import type { Store } from './store.ts';

/** How far a rebuild to some version has got, in their order. The row of the test alone says so, so any program can resume it. */
const STAGES = ['idle', 'filling', 'switched', 'removing', 'done'] as const;
/** One of them. */
export type RebuildStage = (typeof STAGES)[number];

interface Move {
  /** What is set, to the new version or to null. */
  readonly set: string;
  readonly isNull?: true;
  /** Of `index_version`, `building_version` and `oldest_version` before, in this order, what each must be; `new` and `old` are versions. */
  readonly from: readonly ('new' | 'old' | 'null')[];
}

const COMPARED = ['index_version', 'building_version', 'oldest_version'];
/** How each stage is reached. Stages are only ever passed forwards, and a condition names one stage, so a move that arrives late or twice does no harm. */
const MOVES: Readonly<Record<Exclude<RebuildStage, 'idle'>, Move>> = {
  filling: { set: 'building_version', from: ['old', 'null', 'old'] },
  switched: { set: 'index_version', from: ['old', 'new', 'old'] },
  removing: { set: 'oldest_version', from: ['new', 'new', 'old'] },
  done: { set: 'building_version', isNull: true, from: ['new', 'new', 'new'] },
};

/** The stage of the rebuild to a version. */
export function stageOf({ indexVersion, buildingVersion, oldestVersion }: AbTest, version: number): RebuildStage {
  if (indexVersion < version) return buildingVersion === version ? 'filling' : 'idle';
  if (indexVersion > version || buildingVersion !== version) return 'done';
  return oldestVersion < version ? 'switched' : 'removing';
}

/**
 * Decides that a rebuild to a version has reached a stage.
 *
 * @returns the stage that it has reached then: another program may have taken it further
 * @throws OpsError UNAVAILABLE; what the conditional write fails with, and then it may have been decided
 */
export async function moveTo(
  store: Store,
  { testId, version }: { readonly testId: string; readonly version: number },
  stage: Exclude<RebuildStage, 'idle'>,
  signal: AbortSignal,
): Promise<RebuildStage> {
  throwIfAborted(signal, `Rebuilding the index of ${testId}`);
  const isThere = (row: RecipeRow | undefined): boolean => {
    const test = testOf(row);
    return test !== undefined && STAGES.indexOf(stageOf(test, version)) >= STAGES.indexOf(stage);
  };
  const { set, isNull, from } = MOVES[stage];
  const conditions = from.map((value, at) => `${COMPARED[at]} = ${value === 'null' ? 'null' : '?'}`);
  const statement = `UPDATE ${store.tables.tests} SET ${set} = ${isNull ? 'null' : '?'} WHERE test_id = ? IF ${conditions.join(' AND ')}`;
  const compared = from.filter((value) => value !== 'null').map((value) => (value === 'new' ? version : version - 1));
  const write = { statement, values: [...(isNull ? [] : [version]), testId, ...compared] };
  const read = selectTest(store, testId);
  const conditional = { write, read, isOurs: isThere, serialConsistency: store.serialConsistency, consistency: store.consistency };
  await decideWrite(store.conditional, conditional, (row) => !isThere(row));
  const reached = stageOf(await needTest(store, testId, signal), version);
  if (STAGES.indexOf(reached) >= STAGES.indexOf(stage)) return reached;
  throw errors.UNAVAILABLE({ message: `Version ${version} of the index of ${testId} is ${reached}, and could not become ${stage}` });
}
