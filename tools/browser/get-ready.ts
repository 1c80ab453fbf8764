import { NO_BROWSER, provideBrowser } from './provide.ts';

/** Gets the browser before any test's clock runs: on a slow line it takes a while. */
export async function setup(): Promise<void> {
  if (NO_BROWSER === undefined) await provideBrowser();
}
