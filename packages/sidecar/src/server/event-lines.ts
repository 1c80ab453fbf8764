/** What ends a wait for the next event. */
type Outcome = IteratorResult<unknown> | 'closing' | 'silent';

/**
 * Events as the HTML standard frames them, one JSON value each. A stream that has nothing to say sends a comment now and then, by which both sides learn
 * of a connection that is dead. It ends when there are no more events, and when the server closes.
 */
export async function* eventLines(events: AsyncIterable<unknown>, heartbeatMs: number, closing: AbortSignal): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    yield ':\n\n'; // so that the client has its headers before anything happens
    for (let next = iterator.next(); ;) {
      const outcome = await first(next, heartbeatMs, closing);
      if (outcome === 'closing') return;
      if (outcome === 'silent') yield ':\n\n';
      else if (outcome.done === true) return;
      else {
        yield `data: ${JSON.stringify(outcome.value)}\n\n`;
        next = iterator.next();
      }
    }
  } finally {
    // Not waited for: what hangs heeds its signal, or hangs on.
    iterator.return?.().catch(() => undefined);
  }
}

async function first(next: Promise<IteratorResult<unknown>>, silentMs: number, closing: AbortSignal): Promise<Outcome> {
  let end = (): void => {};
  const other = new Promise<Outcome>((resolve) => {
    const timer = setTimeout(() => resolve('silent'), silentMs);
    const onClosing = (): void => resolve('closing');
    closing.addEventListener('abort', onClosing, { once: true });
    if (closing.aborted) onClosing();
    end = () => {
      clearTimeout(timer);
      closing.removeEventListener('abort', onClosing);
    };
  });
  try {
    return await Promise.race([next, other]);
  } finally {
    end();
  }
}
