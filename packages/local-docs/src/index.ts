/**
 * The documentation of a clone while a ring runs: served on this machine, and built in the background where it is missing or older than its sources. How it is
 * built is the clone's own business; a Ringside that was installed without its sources has none.
 *
 * @packageDocumentation
 */
export { buildDocs, findDocsBuilds, killDocsBuilds, stopDocsBuilds } from './build.ts';
export { type Docs, type DocsInit, startDocs } from './docs.ts';
export type { DocsPlace } from './place.ts';
