import { portsFor } from '@ringside/cluster';
import { toOpsError } from '@ringside/core';
import { portHolder } from '../doctor/port-holder.ts';
import { buildDocs, docsAreBuilt, findDocs } from './docs-build.ts';
import { serveDocs } from './docs-server.ts';
import type { Steps } from './steps.ts';

/** The documentation as the launcher serves it. */
export interface Docs {
  readonly url: string;
  readonly state: 'served' | 'building';
  /** Stops serving, and a build that still runs. */
  stop(): Promise<void>;
}

/**
 * Serves the documentation on 127.0.0.1, and builds it first, in the background, when it is not there. The ring does not depend on
 * it: what goes wrong is a note, not an error.
 *
 * @returns `undefined` when there is nothing to serve or the port is taken
 */
export async function startDocs(portBase: number, logFile: string, steps: Steps): Promise<Docs | undefined> {
  const place = findDocs();
  if (place === undefined) return undefined;
  const port = portsFor(portBase).docs;
  try {
    const server = await serveDocs(place.build, port);
    if (docsAreBuilt(place)) return { url: server.url, state: 'served', stop: () => server.close() };
    const build = buildDocs(place, logFile);
    let stopping = false;
    const tell = async (): Promise<void> => {
      const failure = await build.done;
      if (stopping) return;
      if (failure === undefined) steps.note(`The documentation is built: ${server.url}`);
      else steps.note(`The documentation was not built: ${failure}`, 'warn');
    };
    void tell();
    const stop = async (): Promise<void> => {
      stopping = true;
      build.stop();
      await server.close();
    };
    return { url: server.url, state: 'building', stop };
  } catch (thrown) {
    const error = toOpsError(thrown);
    const by = error.code === 'ADDRESS_IN_USE' ? `; it is in use by ${await portHolder('127.0.0.1', port)}` : '';
    steps.note(`The documentation is not served: ${error.message}${by}`, 'warn');
    return undefined;
  }
}
