/** What ends a wait for the next event. */
type Outcome = IteratorResult<unknown> | 'closing' | 'silent';

/** How events are sent. */
export interface EventSending {
  /** How long a stream may have nothing to say, and how often it is asked whether its caller may still be told, in milliseconds. */
  readonly heartbeatMs: number;
  /** Aborts when the server begins to close. */
  readonly closing: AbortSignal;
  /** Rejects when the caller may be told no more, as when a token has expired. */
  readonly assertAdmitted: () => Promise<void>;
}

/**
 * Events as the HTML standard frames them, one JSON value each. A stream that has nothing to say sends a comment now and then, by which both sides learn
 * of a connection that is dead. It ends when there are no more events, and when the server closes.
 *
 * @throws what `assertAdmitted` rejects with, so that the stream breaks off: an end would look as if there were no more events
 */
export async function* eventLines(
  events: AsyncIterable<unknown>,
  { heartbeatMs, closing, assertAdmitted }: EventSending,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    yield ':\n\n'; // so that the client has its headers before anything happens
    let admittedAt = performance.now();
    for (let wait = waitFor(iterator.next()); ;) {
      const outcome = await wait(heartbeatMs, closing);
      if (outcome === 'closing') return;
      if (outcome === 'silent' || performance.now() - admittedAt >= heartbeatMs) {
        await assertAdmitted();
        admittedAt = performance.now();
      }
      if (outcome === 'silent') yield ':\n\n';
      else if (outcome.done === true) return;
      else {
        yield `data: ${JSON.stringify(outcome.value)}\n\n`;
        wait = waitFor(iterator.next());
      }
    }
  } finally {
    // Not waited for: what hangs heeds its signal, or hangs on.
    iterator.return?.().catch(() => undefined);
  }
}

/**
 * Waits for an event, again and again if need be. The event itself is subscribed to once: `Promise.race()` would leave something behind in it at every
 * heartbeat of a stream that has nothing to say for days.
 */
function waitFor(next: Promise<IteratorResult<unknown>>): (silentMs: number, closing: AbortSignal) => Promise<Outcome> {
  let hasCome = false;
  let onEvent = (): void => {};
  const come = (): void => {
    hasCome = true;
    onEvent();
  };
  next.then(come, come);
  return async (silentMs, closing) => {
    let end = (): void => {};
    const interrupted = await new Promise<'closing' | 'silent' | undefined>((resolve) => {
      const timer = setTimeout(() => resolve('silent'), silentMs);
      const onClosing = (): void => resolve('closing');
      closing.addEventListener('abort', onClosing, { once: true });
      end = () => {
        clearTimeout(timer);
        closing.removeEventListener('abort', onClosing);
      };
      onEvent = () => resolve(undefined);
      if (hasCome) onEvent();
      else if (closing.aborted) onClosing();
    });
    end();
    return interrupted ?? next;
  };
}
