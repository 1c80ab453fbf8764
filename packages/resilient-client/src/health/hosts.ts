import { bandLimitMs, NOTHING_RECENT, type Recent, withAnswer, withFailure } from './latency.ts';
import type { QuarantineSettings } from './settings.ts';
import { HOST_STATES, type HostEvent, type HostState, isDemoted } from './state.ts';

/** What is known of one host. */
export interface HostHealth {
  /** Address and port. */
  readonly address: string;
  /** How the client treats it. */
  readonly state: HostState;
  /** What its latest answers were like. */
  readonly recent: Recent;
  /** How often it went into quarantine. */
  readonly quarantines: number;
}

interface Tracked extends HostHealth {
  state: HostState;
  recent: Recent;
  quarantines: number;
  /** When the next probe may go; meaningful while it is demoted. */
  probeAtMs: number;
  pauseMs: number;
  goodProbes: number;
  /** Since when it is as bad as a host in quarantine, without a break. */
  readonly since: { slow?: number | undefined; failing?: number | undefined };
}

/** Nothing is slow before there is something to compare it with. */
const NO_LIMIT_MS = Infinity;
/** How long the limit of the band is believed, in answers. */
const LIMIT_ANSWERS = 16;
/** By how much the pause between probes grows. */
const PROBE_BACKOFF = 1.5;

/**
 * The hosts of a client with their states. It never reads a clock and asks nothing of a driver: whoever hears of an answer, an error or a change tells
 * it, with the time.
 */
export class HostBook {
  readonly #settings: QuarantineSettings;
  readonly #hosts = new Map<string, Tracked>();
  #limitMs = NO_LIMIT_MS;
  #untilLimit = 0;
  #demoted = 0;

  constructor(settings: QuarantineSettings) {
    this.#settings = settings;
  }

  /** All hosts that were heard of and not removed. */
  all(): readonly HostHealth[] {
    return [...this.#hosts.values()];
  }

  /** True for a host that goes last in plans. */
  isDemoted(address: string): boolean {
    if (this.#demoted === 0) return false;
    const host = this.#hosts.get(address);
    return host !== undefined && isDemoted(host.state);
  }

  /** The latency beyond which an answer is slow, in milliseconds; infinite before there is anything to compare. */
  get limitMs(): number {
    return this.#limitMs;
  }

  /** An answer came after so long. For one that nobody waited for to the end, the time waited so far: it took at least that. */
  answered(address: string, latencyMs: number, nowMs: number): void {
    const host = this.#host(address);
    if (this.#untilLimit-- <= 0) this.#findLimit();
    host.recent = withAnswer(host.recent, latencyMs, latencyMs > this.#limitMs);
    if (host.state !== 'steady') return;
    if (!this.#isFailing(host)) host.since.failing = undefined;
    if (!this.#isSlow(host)) host.since.slow = undefined;
    else this.#suspect(host, 'slow', nowMs);
  }

  /** A request failed, and it was the host's fault: no answer in time, a lost connection, overload, an internal error. */
  failed(address: string, nowMs: number): void {
    const host = this.#host(address);
    host.recent = withFailure(host.recent);
    if (host.state === 'steady' && this.#isFailing(host)) this.#suspect(host, 'failing', nowMs);
  }

  /** True while a host is in quarantine or on its way back. */
  get hasDemoted(): boolean {
    return this.#demoted > 0;
  }

  /** The first of the hosts for which a probe is due; it counts as sent. */
  takeProbe<Host extends { readonly address: string }>(candidates: readonly Host[], nowMs: number): Host | undefined {
    return candidates.find(({ address }) => {
      const host = this.#hosts.get(address);
      if (host === undefined || !isDemoted(host.state) || host.probeAtMs > nowMs) return false;
      host.probeAtMs = nowMs + Math.max(host.pauseMs, this.#settings.provingMs);
      return true;
    });
  }

  /** What became of a probe; the latency is that of the answer, or infinite without one. */
  probed(address: string, latencyMs: number, nowMs: number): void {
    const host = this.#host(address);
    if (!isDemoted(host.state)) return;
    if (latencyMs > this.#limitMs) return this.#happens(host, 'probe-bad', nowMs);
    host.goodProbes += 1;
    this.#happens(host, 'probe-good', nowMs);
    if (host.goodProbes >= this.#settings.provingProbes) this.#happens(host, 'proven', nowMs);
  }

  /** The driver lost its last connection to the host. */
  down(address: string, nowMs: number): void {
    this.#happens(this.#host(address), 'down', nowMs);
  }

  /** The driver is connected to the host again. */
  up(address: string, nowMs: number): void {
    this.#happens(this.#host(address), 'up', nowMs);
  }

  /** The host left the cluster. */
  removed(address: string): void {
    const host = this.#hosts.get(address);
    if (host !== undefined && isDemoted(host.state)) this.#demoted -= 1;
    this.#hosts.delete(address);
  }

  #host(address: string): Tracked {
    const known = this.#hosts.get(address);
    if (known !== undefined) return known;
    const { firstProbeMs } = this.#settings;
    const host: Tracked = {
      address,
      state: 'steady',
      recent: NOTHING_RECENT,
      quarantines: 0,
      probeAtMs: 0,
      pauseMs: firstProbeMs,
      goodProbes: 0,
      since: {},
    };
    this.#hosts.set(address, host);
    return host;
  }

  /** Slow by most of its answers, and by the typical one: when all hosts become slow at once, none is. */
  #isSlow({ recent }: Tracked): boolean {
    const { fewestSamples, badShare } = this.#settings;
    if (recent.samples < fewestSamples || recent.slowShare <= badShare) return false;
    this.#findLimit();
    return recent.typicalMs > this.#limitMs;
  }

  #isFailing({ recent: { samples, errorShare } }: Tracked): boolean {
    return samples >= this.#settings.fewestSamples && errorShare > this.#settings.badShare;
  }

  /** It goes into quarantine when it has been bad for long enough; where the cap is reached, in the place of one that is far better. */
  #suspect(host: Tracked, event: 'slow' | 'failing', nowMs: number): void {
    const sinceMs = (host.since[event] ??= nowMs);
    if (nowMs - sinceMs < this.#settings.sustainedMs) return;
    if (!this.#mayDemote()) this.#displace(host, nowMs);
    this.#happens(host, event, nowMs);
  }

  #displace(worse: Tracked, nowMs: number): void {
    for (const host of this.#hosts.values()) {
      if (!isDemoted(host.state) || host.recent.typicalMs * this.#settings.slowFactor > worse.recent.typicalMs) continue;
      return this.#happens(host, 'displaced', nowMs);
    }
  }

  #findLimit(): void {
    let typicalMs = Infinity;
    let highMs = Infinity;
    for (const { state, recent } of this.#hosts.values()) {
      if (state !== 'steady' || recent.samples < this.#settings.fewestSamples) continue;
      typicalMs = Math.min(typicalMs, recent.typicalMs);
      highMs = Math.min(highMs, recent.highMs);
    }
    this.#untilLimit = LIMIT_ANSWERS;
    if (typicalMs !== Infinity) this.#limitMs = bandLimitMs({ typicalMs, highMs }, this.#settings);
  }

  #happens(host: Tracked, event: HostEvent, nowMs: number): void {
    const next = HOST_STATES[host.state][event];
    const wasDemoted = isDemoted(host.state);
    if (isDemoted(next) && !wasDemoted && !this.#mayDemote()) {
      if (host.state === 'down') host.state = 'steady';
      return;
    }
    if (!wasDemoted && isDemoted(next)) this.#enter(host, event, nowMs);
    else if (event === 'probe-bad') this.#backOff(host, nowMs);
    else if (event === 'probe-good') host.probeAtMs = nowMs + this.#settings.provingMs;
    if (next === 'steady' && host.state !== 'steady')
      host.recent = { ...host.recent, typicalMs: this.#limitMs / 2, slowShare: 0, errorShare: 0 };
    this.#demoted += Number(isDemoted(next)) - Number(wasDemoted);
    host.state = next;
  }

  #enter(host: Tracked, event: HostEvent, nowMs: number): void {
    host.pauseMs = this.#settings.firstProbeMs;
    host.probeAtMs = nowMs + (event === 'up' ? 0 : host.pauseMs);
    host.goodProbes = 0;
    host.since.slow = host.since.failing = undefined;
    if (event !== 'up') host.quarantines += 1;
  }

  #backOff(host: Tracked, nowMs: number): void {
    host.goodProbes = 0;
    host.pauseMs = Math.min(this.#settings.mostProbeMs, host.pauseMs * PROBE_BACKOFF);
    host.probeAtMs = nowMs + host.pauseMs;
  }

  #mayDemote(): boolean {
    let isUp = 0;
    for (const { state } of this.#hosts.values()) if (state !== 'down') isUp += 1;
    const most = isUp < 2 ? 0 : Math.max(1, Math.floor(isUp * this.#settings.mostDemoted));
    return this.#demoted < most;
  }
}
