import type { ApplicationState, ApplicationStates, VersionedValue } from './application-state.ts';
import type { HeartBeatState } from './heartbeat.ts';

/**
 * All that one node knows of one endpoint, as gossip carries it. A value: an update makes a new one.
 *
 * Source: the serialized part of `org.apache.cassandra.gms.EndpointState`.
 */
export interface EndpointState {
  /** Which life the endpoint is in, and how far that has come. */
  readonly heartBeat: HeartBeatState;
  /** What the endpoint says about itself, by name, each with its version; empty for one that is known by address only. */
  readonly applicationStates: ApplicationStates;
}

/** What a node knows of every endpoint, itself included, by endpoint name (address and port in Cassandra). */
export type EndpointStates = ReadonlyMap<string, EndpointState>;

const NO_STATES: ApplicationStates = new Map();

/** Makes an endpoint state from a heartbeat and what the endpoint says about itself (nothing, if left out). */
export function endpointState(
  heartBeat: HeartBeatState,
  applicationStates: Iterable<readonly [ApplicationState, VersionedValue]> = NO_STATES,
): EndpointState {
  return { heartBeat, applicationStates: new Map(applicationStates) };
}

/**
 * The greatest version in the state, heartbeat or application state: how much of this generation is known.
 *
 * Source: `Gossiper.getMaxEndpointStateVersion`.
 */
export function maxVersion(state: EndpointState): number {
  let max = state.heartBeat.version;
  for (const { version } of state.applicationStates.values()) max = Math.max(max, version);
  return max;
}

/**
 * The part of a state that is newer than a version, with the heartbeat always in it (even an old one, when only an application
 * state is newer); undefined when nothing is newer.
 *
 * Source: `Gossiper.getStateForVersionBiggerThan`.
 *
 * @param version only what is newer than this one
 */
export function stateAbove(state: EndpointState, version: number): EndpointState | undefined {
  const newer = [...state.applicationStates].filter(([, value]) => value.version > version);
  if (newer.length === 0 && state.heartBeat.version <= version) return undefined;
  return endpointState(state.heartBeat, newer);
}

/** The state with another heartbeat. */
export function withHeartBeat(state: EndpointState, heartBeat: HeartBeatState): EndpointState {
  return { ...state, heartBeat };
}

/**
 * The state with one thing said anew.
 *
 * @param name which application state to set
 */
export function withApplicationState(state: EndpointState, name: ApplicationState, value: VersionedValue): EndpointState {
  return { ...state, applicationStates: new Map(state.applicationStates).set(name, value) };
}
