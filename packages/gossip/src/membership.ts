import { LIVENESS_TABLE, type Liveness, type LivenessEvent, nextLiveness } from './liveness.ts';

/** How long an echo may stay unanswered, in milliseconds. Source: `Config.request_timeout`, the timeout of verb `ECHO_REQ`. */
export const ECHO_TIMEOUT_MS: number = 10_000;

/**
 * Which endpoints a node holds for up or down, and which it has asked for an echo.
 *
 * Source: the sets `liveEndpoints`, `unreachableEndpoints` and `inflightEcho` of `org.apache.cassandra.gms.Gossiper`.
 */
export class Membership {
  readonly #liveness = new Map<string, Liveness>();
  readonly #echoSentAtMs = new Map<string, number>();
  #live: readonly string[] | undefined;
  #unreachable: readonly string[] | undefined;

  /** What an endpoint is held for. */
  of(endpoint: string): Liveness {
    return this.#liveness.get(endpoint) ?? 'unknown';
  }

  /** Whether requests are sent to the endpoint. */
  isAlive(endpoint: string): boolean {
    return LIVENESS_TABLE[this.of(endpoint)].alive;
  }

  /** Endpoints drawn from as live, in the order they were met. */
  get live(): readonly string[] {
    return (this.#live ??= this.#drawnAs('live'));
  }

  /** Endpoints drawn from as unreachable, in the order they were met. */
  get unreachable(): readonly string[] {
    return (this.#unreachable ??= this.#drawnAs('unreachable'));
  }

  /**
   * Notes what happened to an endpoint.
   *
   * @returns whether it thereby became alive, stopped being so, or neither
   */
  note(endpoint: string, event: LivenessEvent): 'up' | 'down' | undefined {
    const before = this.of(endpoint);
    const after = nextLiveness(before, event);
    if (after === 'down') this.#echoSentAtMs.delete(endpoint);
    if (after === before) return undefined;
    this.#liveness.set(endpoint, after);
    this.#live = this.#unreachable = undefined;
    const wasAlive = LIVENESS_TABLE[before].alive;
    const isAlive = LIVENESS_TABLE[after].alive;
    if (wasAlive === isAlive) return undefined;
    return isAlive ? 'up' : 'down';
  }

  /** Starts to wait for an echo; false when one is awaited already. */
  awaitEcho(endpoint: string, nowMs: number): boolean {
    if (this.#echoSentAtMs.has(endpoint)) return false;
    this.#echoSentAtMs.set(endpoint, nowMs);
    return true;
  }

  /** Ends the wait for an echo; false when none was awaited, as after the endpoint was marked dead meanwhile. */
  takeEcho(endpoint: string): boolean {
    return this.#echoSentAtMs.delete(endpoint);
  }

  /** Gives up echoes that were asked for too long ago, so that they can be asked for again. */
  dropLateEchoes(nowMs: number): void {
    for (const [endpoint, sentAtMs] of this.#echoSentAtMs) if (nowMs - sentAtMs > ECHO_TIMEOUT_MS) this.#echoSentAtMs.delete(endpoint);
  }

  #drawnAs(set: 'live' | 'unreachable'): string[] {
    return [...this.#liveness].filter(([, state]) => LIVENESS_TABLE[state].drawnAs === set).map(([name]) => name);
  }
}
