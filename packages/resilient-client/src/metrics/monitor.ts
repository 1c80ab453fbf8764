import { createEstimatedHistogram, type Histogram } from '@ringside/metrics';
import type { AdmissionListener, Refusal } from '../admission/admission.ts';

/** What is counted of one host since the client was made. */
export interface HostCounts {
  /** Address and port. */
  readonly address: string;
  /** Answers by their latency, in seconds. */
  readonly latency: Histogram;
  /** Errors by their name. */
  readonly errors: ReadonlyMap<string, number>;
  /** Second requests that it was sent. */
  readonly hedges: number;
  /** Probes that it was sent. */
  readonly probes: number;
}

interface Counting extends HostCounts {
  readonly errors: Map<string, number>;
  hedges: number;
  probes: number;
}

/** A microsecond, in seconds. */
const RESOLUTION = 1e-6;

/** Counts what happens to requests: host by host, and before they are sent. */
export class Monitor implements AdmissionListener {
  /** How long requests waited before they were sent, in seconds. Those sent immediately are not in it. */
  readonly waits: Histogram = createEstimatedHistogram({ resolution: RESOLUTION });
  readonly #hosts = new Map<string, Counting>();
  readonly #retries = new Map<string, number>();
  readonly #refusals = new Map<string, number>();

  /** Every host that was heard of. */
  hosts(): readonly HostCounts[] {
    return [...this.#hosts.values()];
  }

  /** Retries by what went wrong before. */
  retries(): ReadonlyMap<string, number> {
    return this.#retries;
  }

  /** Requests that were never sent, by the reason. */
  refusals(): ReadonlyMap<string, number> {
    return this.#refusals;
  }

  waited(waitedMs: number): void {
    this.waits.record(waitedMs / 1_000);
  }

  refused(reason: Refusal): void {
    add(this.#refusals, reason);
  }

  /** An answer came after so many milliseconds. */
  answered(address: string, latencyMs: number): void {
    this.#host(address).latency.record(latencyMs / 1_000);
  }

  /** A request to the host failed. */
  failed(address: string, error: Error): void {
    add(this.#host(address).errors, error.name);
  }

  /** The host was sent a second request. */
  hedged(address: string): void {
    this.#host(address).hedges += 1;
  }

  /** The host was sent a probe. */
  probed(address: string): void {
    this.#host(address).probes += 1;
  }

  /** A statement is sent again. */
  retried(fault: string): void {
    add(this.#retries, fault);
  }

  #host(address: string): Counting {
    const known = this.#hosts.get(address);
    if (known !== undefined) return known;
    const made: Counting = {
      address,
      latency: createEstimatedHistogram({ resolution: RESOLUTION }),
      errors: new Map(),
      hedges: 0,
      probes: 0,
    };
    this.#hosts.set(address, made);
    return made;
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
