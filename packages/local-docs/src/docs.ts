import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, toOpsError } from '@ringside/core';
import { portHolder } from '@ringside/host';
import { adoptDocsBuild, type BuildEnd, buildDocs } from './build.ts';
import { docsAreCurrent, type DocsPlace, findDocs, hasPages } from './place.ts';
import { serveDocs } from './server.ts';

/** The documentation as it is served while a ring runs. */
export interface Docs {
  /** The first page, such as `http://127.0.0.1:9080/`. */
  readonly url: string;
  /** `rebuilding`: the last pages are served until the new ones are there. */
  readonly state: 'served' | 'building' | 'rebuilding';
  /** Stops serving. A build that still runs goes on; see `stopDocsBuilds()`. */
  stop(): Promise<void>;
}

/** What {@link startDocs} needs. */
export interface DocsInit {
  /** The state folder, which holds the build's log and, during a rebuild, a copy of the last pages. */
  readonly home: string;
  /** On which it is served, on 127.0.0.1. */
  readonly port: number;
  /** Told what a reader of the launcher's output should know. */
  readonly note: (text: string, level?: 'info' | 'warn') => void;
  /** Measures the wait for a build that another process runs. */
  readonly clock: Clock;
  /** Where the documentation is; in this program's clone unless a test says otherwise. */
  readonly place?: DocsPlace | undefined;
  /** What builds it, see `buildDocs()`. */
  readonly program?: string | undefined;
}

/**
 * Serves the documentation on 127.0.0.1. When there is none, or its sources are newer, it is built in the background; a build that
 * a killed launcher has left is waited for instead. The ring does not depend on it: what goes wrong is a note, not an error.
 *
 * @returns `undefined` when there is nothing to serve (an installation has no documentation) or the port is taken
 */
export async function startDocs(init: DocsInit): Promise<Docs | undefined> {
  const { place = findDocs(), port, note } = init;
  if (place === undefined) {
    note('The documentation is not served: this Ringside was installed without it. A clone of the repository serves it.');
    return undefined;
  }
  let pages = place.build;
  try {
    const server = await serveDocs(() => pages, port);
    const running = await adoptDocsBuild(place, init.clock);
    if (running === undefined && docsAreCurrent(place)) return { url: server.url, state: 'served', stop: () => server.close() };
    pages = await keepLastPages(init.home, place, running !== undefined);
    const state = pages === place.build ? 'building' : 'rebuilding';
    let stopping = false;
    const finish = async (): Promise<void> => {
      const failure = await buildEnd(init, place, running?.done, () => stopping);
      if (stopping) return;
      if (failure !== undefined) return note(`The documentation was not built: ${failure}`, 'warn');
      pages = place.build;
      await rm(lastPages(init.home), { recursive: true, force: true });
      note(`The documentation is built: ${server.url}`);
    };
    finish().catch((thrown: unknown) => note(toOpsError(thrown).message, 'warn'));
    const stop = async (): Promise<void> => {
      stopping = true;
      await server.close();
    };
    return { url: server.url, state, stop };
  } catch (thrown) {
    const error = toOpsError(thrown);
    const by = error.code === 'ADDRESS_IN_USE' ? `; it is in use by ${await portHolder({ address: '127.0.0.1', port })}` : '';
    note(`The documentation is not served: ${error.message}${by}`, 'warn');
    return undefined;
  }
}

/** The end of the build that runs already, if it leaves the pages complete; else of one that is started now. */
async function buildEnd(init: DocsInit, place: DocsPlace, running: BuildEnd | undefined, isStopping: () => boolean): BuildEnd {
  if (running !== undefined && ((await running) === undefined || isStopping())) return undefined;
  return await buildDocs(place, init.home, init.program);
}

/** Copies what is about to be built anew, so that it can be served meanwhile; a build that runs was preceded by its own copy. */
async function keepLastPages(home: string, place: DocsPlace, isRunning: boolean): Promise<string> {
  const copy = lastPages(home);
  if (!isRunning) {
    await rm(copy, { recursive: true, force: true });
    if (hasPages(place.build)) await cp(place.build, copy, { recursive: true }).catch(() => undefined);
  }
  return hasPages(copy) ? copy : place.build;
}

function lastPages(home: string): string {
  return join(home, 'docs-last');
}
