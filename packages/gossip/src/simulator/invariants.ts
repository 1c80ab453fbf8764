import type { EndpointState, EndpointStates } from '../endpoint-state.ts';
import { maxVersion } from '../endpoint-state.ts';
import { compareHistory, HIGHEST_VERSION } from '../heartbeat.ts';

/** A rule of gossip that was broken. */
export interface Violation {
  /**
   * What was broken: what a node knows of an endpoint, or the endpoint's heartbeat, went back; a node knows more than the endpoint has
   * said; or a value differs from what the endpoint said.
   */
  readonly rule: 'knowledgeWentBack' | 'heartBeatWentBack' | 'knowledgeFromTheFuture' | 'valueNeverSaid';
  /** The node whose knowledge breaks the rule. */
  readonly observer: string;
  /** The endpoint that the knowledge is about. */
  readonly endpoint: string;
  /** Simulated milliseconds since the start of the run. */
  readonly atMs: number;
  /** What was known and what would be right, such as `1700000000:7 → 1700000000:5` (generation and version). */
  readonly detail: string;
}

/**
 * Watches what every node knows and notes when a rule is broken:
 * - what a node knows of an endpoint (generation, then greatest version) never goes back;
 * - within a generation the heartbeat never goes back;
 * - nobody knows more of an endpoint than the endpoint itself has said;
 * - a value is the one its endpoint gave that version.
 */
export class InvariantWatch {
  readonly violations: Violation[] = [];
  readonly #seen = new Map<string, Map<string, EndpointState>>();
  readonly #said = new Map<string, string>();

  /** Notes what an endpoint knows of itself; to be called after each change of it, before anyone else can know. */
  recordOwn(endpoint: string, state: EndpointState): void {
    const { generation } = state.heartBeat;
    this.#said.set(`${endpoint}/latest/${generation}`, String(maxVersion(state)));
    for (const [name, { value, version }] of state.applicationStates) this.#said.set(`${endpoint}/${generation}/${name}/${version}`, value);
  }

  /** Compares what a node knows with what it knew and with what was said. */
  check(observer: string, states: EndpointStates, atMs: number): void {
    const seen = this.#seen.get(observer) ?? new Map<string, EndpointState>();
    this.#seen.set(observer, seen);
    for (const [endpoint, state] of states) {
      const before = seen.get(endpoint);
      if (before === state) continue;
      seen.set(endpoint, state);
      if (before !== undefined) this.#checkForward(observer, endpoint, before, state, atMs);
      if (endpoint !== observer) this.#checkSaid(observer, endpoint, state, atMs);
    }
  }

  /** Forgets what a node knew, as the node does when it restarts. */
  forget(observer: string): void {
    this.#seen.delete(observer);
  }

  #checkForward(observer: string, endpoint: string, before: EndpointState, after: EndpointState, atMs: number): void {
    const was = { generation: before.heartBeat.generation, version: maxVersion(before) };
    const is = { generation: after.heartBeat.generation, version: maxVersion(after) };
    const about = { observer, endpoint, atMs };
    if (compareHistory(was, is) > 0) this.violations.push({ rule: 'knowledgeWentBack', ...about, detail: `${text(was)} → ${text(is)}` });
    if (was.generation === is.generation && after.heartBeat.version < before.heartBeat.version) {
      const detail = `${text(before.heartBeat)} → ${text(after.heartBeat)}`;
      this.violations.push({ rule: 'heartBeatWentBack', ...about, detail });
    }
  }

  #checkSaid(observer: string, endpoint: string, state: EndpointState, atMs: number): void {
    const { generation, version } = state.heartBeat;
    const about = { observer, endpoint, atMs };
    const said = Number(this.#said.get(`${endpoint}/latest/${generation}`) ?? 0);
    if (version !== HIGHEST_VERSION && maxVersion(state) > said) {
      const detail = `knows version ${maxVersion(state)} of generation ${generation}, said was ${said}`;
      this.violations.push({ rule: 'knowledgeFromTheFuture', ...about, detail });
    }
    for (const [name, value] of state.applicationStates) {
      if (this.#said.get(`${endpoint}/${generation}/${name}/${value.version}`) === value.value) continue;
      const detail = `${name} version ${value.version} is "${value.value}"`;
      this.violations.push({ rule: 'valueNeverSaid', ...about, detail });
    }
  }
}

function text({ generation, version }: { generation: number; version: number }): string {
  return `${generation}:${version}`;
}
