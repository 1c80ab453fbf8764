/** Near enough to be loaded before it is reached. */
const MARGIN = '120px 0px';

/** Resolves once the element is near the visible part of the page, or is pointed at or focused; never when aborted before. */
export function whenSeen(element: HTMLElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && seen(), {
      rootMargin: MARGIN,
    });
    const end = (): void => {
      observer.disconnect();
      stop.abort();
    };
    const seen = (): void => {
      end();
      resolve();
    };
    observer.observe(element);
    for (const event of ['focusin', 'pointerover']) element.addEventListener(event, seen, { signal: stop.signal });
    signal.addEventListener('abort', end, { signal: stop.signal });
  });
}
