import type { Page } from 'playwright-core';

const FEWEST_WORDS = 3;

/** What a reader whose browser runs no scripts cannot read of the page that is shown. */
export async function readingFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate((fewest) => {
    const isShown = (element: Element | null): boolean =>
      element !== null &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.getClientRects().length > 0;
    const faults: string[] = [];
    if (!isShown(document.querySelector('main h1'))) faults.push('no heading is shown');
    const words = document.querySelector('main')?.innerText.split(/\s+/).length ?? 0;
    if (words < fewest) faults.push('no text is shown');
    for (const place of document.querySelectorAll('[data-live-picture]')) {
      if (!isShown(place.querySelector('svg')) || !isShown(place.querySelector('figcaption')))
        faults.push(`picture ${place.id} is not shown`);
      if ([...place.querySelectorAll('select, input, button')].some(isShown))
        faults.push(`picture ${place.id} has controls that do nothing`);
    }
    return faults;
  }, FEWEST_WORDS);
}
