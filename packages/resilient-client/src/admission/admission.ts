import { errors, LONGEST_TIMER_MS } from '@ringside/core';
import { requireAtLeastOne } from '../at-least-one.ts';
import { resilientClientErrors } from '../errors.ts';
import type { RequestSettings } from './settings.ts';

/** Why a request was refused before it was sent. */
export type Refusal = 'queue-full' | 'waited-too-long' | 'shutdown';

/** Is told about requests that could not begin immediately. */
export interface AdmissionListener {
  /** A request began after it had waited for so many milliseconds. */
  waited(waitedMs: number): void;
  /** A request failed before it began. */
  refused(reason: Refusal): void;
}

/** A request, or whatever else needs one of the places. */
export interface Work<Value> {
  /** Sends it. */
  readonly begin: () => Promise<Value>;
  /** Handles a failure while it keeps the place, for example by sending it again. */
  readonly recover: (error: unknown) => Promise<Value>;
  /** Is called with the result before the caller gets it. */
  readonly ended: (value: Value) => void;
}

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (error: Error) => void;
  readonly sinceMs: number;
  next: Waiter | undefined;
}

/**
 * Bounds the requests in progress. The others wait in order of arrival, for a limited time and in a bounded queue: when more requests arrive than are answered,
 * an unbounded queue only turns overload into memory use and time-outs. A request keeps its place until it has succeeded or finally failed, even while it
 * pauses before a retry, so retries put back-pressure on the senders and not load on the nodes.
 */
export class Admission {
  readonly #settings: RequestSettings;
  readonly #listener: AdmissionListener;
  readonly #nowMs: () => number;
  #inProgress = 0;
  #waiting = 0;
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws OpsError INVALID_ARGUMENT when `most` is less than 1 */
  constructor(settings: RequestSettings, listener: AdmissionListener, nowMs: () => number) {
    requireAtLeastOne('requests', { most: settings.most });
    this.#settings = settings;
    this.#listener = listener;
    this.#nowMs = nowMs;
  }

  /** Requests that have begun and not ended. */
  get inProgress(): number {
    return this.#inProgress;
  }

  /** Requests that have not begun. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Does some work as soon as a place is free. If one is free now, the work begins in this call, and the only promise made here is the one returned.
   *
   * @throws OpsError TOO_MANY_REQUESTS when the queue is full, or it waited too long; ABORTED when {@link refuseWaiting} is called while it waits
   */
  run<Value>(work: Work<Value>): Promise<Value> {
    if (this.#inProgress < this.#settings.most) {
      this.#inProgress += 1;
      return this.#finish(work);
    }
    if (this.#waiting >= this.#settings.queue) return Promise.reject(this.#refusal('queue-full'));
    return new Promise<void>((resolve, reject) => this.#append(resolve, reject)).then(() => this.#finish(work));
  }

  /** Fails all requests that wait, because the client shuts down. */
  refuseWaiting(): void {
    for (let waiter = this.#take(); waiter !== undefined; waiter = this.#take()) waiter.refuse(this.#refusal('shutdown'));
  }

  #finish<Value>(work: Work<Value>): Promise<Value> {
    return work.begin().then(
      (value) => {
        this.#leave();
        work.ended(value);
        return value;
      },
      (error: unknown) => this.#recover(work, error),
    );
  }

  async #recover<Value>({ recover, ended }: Work<Value>, error: unknown): Promise<Value> {
    try {
      const value = await recover(error);
      ended(value);
      return value;
    } finally {
      this.#leave();
    }
  }

  /** Hands the place to the first request in the queue: one that arrives in between cannot overtake it. */
  #leave(): void {
    const next = this.#take();
    if (next === undefined) {
      this.#inProgress -= 1;
      return;
    }
    this.#listener.waited(this.#nowMs() - next.sinceMs);
    next.admit();
  }

  #append(admit: () => void, refuse: (error: Error) => void): void {
    const waiter: Waiter = { admit, refuse, sinceMs: this.#nowMs(), next: undefined };
    if (this.#last === undefined) this.#first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
    this.#waiting += 1;
    if (this.#timer === undefined) this.#watch(waiter);
  }

  #take(): Waiter | undefined {
    const taken = this.#first;
    if (taken === undefined) return undefined;
    this.#first = taken.next;
    this.#waiting -= 1;
    if (this.#first !== undefined) return taken;
    this.#last = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return taken;
  }

  /** All requests may wait equally long, so the first in the queue is the first to time out, and one timer is enough. */
  #watch({ sinceMs }: Waiter): void {
    const leftMs = Math.ceil(sinceMs + this.#settings.waitMs - this.#nowMs());
    this.#timer = setTimeout(() => this.#refuseOverdue(), Math.min(leftMs, LONGEST_TIMER_MS));
  }

  #refuseOverdue(): void {
    const overdueMs = this.#nowMs() - this.#settings.waitMs;
    while (this.#first !== undefined && this.#first.sinceMs <= overdueMs) this.#take()?.refuse(this.#refusal('waited-too-long'));
    if (this.#first !== undefined) this.#watch(this.#first);
  }

  #refusal(reason: Refusal): Error {
    const { most, queue, waitMs } = this.#settings;
    this.#listener.refused(reason);
    switch (reason) {
      case 'queue-full':
        return resilientClientErrors.TOO_MANY_REQUESTS({ message: `Too many requests: ${most} are in progress, and ${queue} wait` });
      case 'waited-too-long':
        return resilientClientErrors.TOO_MANY_REQUESTS({
          message: `Too many requests: this one waited ${waitMs} ms while ${most} others were in progress`,
        });
      case 'shutdown':
        return errors.ABORTED({
          message: 'The request was interrupted: its client was shut down while it waited',
          remedy: 'Nothing was sent. Send it with another client.',
        });
    }
  }
}
