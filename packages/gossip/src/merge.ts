import { type ApplicationState, withoutLegacyStates } from './application-state.ts';
import { type EndpointState, maxVersion } from './endpoint-state.ts';

/**
 * How far a generation may lie ahead of the local clock, in seconds (a year), before it is taken for corruption and ignored.
 *
 * Source: `Gossiper.MAX_GENERATION_DIFFERENCE` (CASSANDRA-8113).
 */
export const MAX_GENERATION_DIFFERENCE_SECONDS: number = 86_400 * 365;

/**
 * What became of a state that came in:
 * - `joined`: the endpoint was unknown; the state is taken whole
 * - `restarted`: a greater generation; the state is taken whole, what was known is dropped
 * - `updated`: same generation, something newer; newer parts are taken
 * - `current`: same generation, nothing newer
 * - `staleGeneration`: an earlier life; ignored
 * - `generationTooFar`: more than a year ahead of the clock; ignored
 */
export type MergeOutcome = 'joined' | 'restarted' | 'updated' | 'current' | 'staleGeneration' | 'generationTooFar';

/** The result of taking in what a peer said about an endpoint. */
export interface MergeResult {
  /** Why the state was taken or ignored. */
  readonly outcome: MergeOutcome;
  /** What is known now; the very same object as before when nothing was taken. */
  readonly state: EndpointState | undefined;
  /** The application states whose value was taken, in the order of the incoming state. */
  readonly changed: readonly ApplicationState[];
}

/**
 * Takes in what a peer said about an endpoint. For states that come from the endpoint's own history, in whole or as the part
 * above what is known, the merge is idempotent, commutative and associative, and what is known never goes back.
 *
 * Words that only nodes before 4.0 needed are dropped when their replacements are there, as in a cluster without such nodes. An
 * unknown endpoint is taken whatever its generation, a quirk of Cassandra: the guard needs a known generation to guard.
 *
 * Source: `Gossiper.applyStateLocally` and `Gossiper.applyNewStates`.
 *
 * @param local what is known, or undefined
 * @param remote what came in
 * @param nowMs local wall clock, milliseconds since the epoch, for the guard against generations from the far future
 */
export function mergeEndpointState(local: EndpointState | undefined, remote: EndpointState, nowMs: number): MergeResult {
  if (local === undefined) return takenWhole('joined', remote);
  const localGeneration = local.heartBeat.generation;
  const remoteGeneration = remote.heartBeat.generation;
  if (remoteGeneration > Math.floor(nowMs / 1000) + MAX_GENERATION_DIFFERENCE_SECONDS) return ignored('generationTooFar', local);
  if (remoteGeneration > localGeneration) return takenWhole('restarted', remote);
  if (remoteGeneration < localGeneration) return ignored('staleGeneration', local);
  if (maxVersion(current(remote)) <= maxVersion(local)) return ignored('current', local);
  return takenNewer(local, remote);
}

function takenWhole(outcome: MergeOutcome, remote: EndpointState): MergeResult {
  const state = current(remote);
  return { outcome, state, changed: [...state.applicationStates.keys()] };
}

function ignored(outcome: MergeOutcome, local: EndpointState): MergeResult {
  return { outcome, state: local, changed: [] };
}

function takenNewer(local: EndpointState, remote: EndpointState): MergeResult {
  const merged = new Map(local.applicationStates);
  const changed: ApplicationState[] = [];
  for (const [name, value] of current(remote).applicationStates) {
    const known = merged.get(name);
    if (known !== undefined && known.version >= value.version) continue;
    merged.set(name, value);
    changed.push(name);
  }
  return { outcome: 'updated', state: current({ heartBeat: remote.heartBeat, applicationStates: merged }), changed };
}

function current(state: EndpointState): EndpointState {
  const applicationStates = withoutLegacyStates(state.applicationStates);
  return applicationStates === state.applicationStates ? state : { ...state, applicationStates };
}
