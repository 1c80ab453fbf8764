/** What Docusaurus lets its links call. */
interface Loader {
  readonly prefetch: (path: string) => unknown;
  readonly preload: (path: string) => unknown;
}

/**
 * Client module: a page loads another one when a reader points at a link or touches it, not when the link comes into view. Of what is in
 * view most is never followed, and asking for all of it costs a phone hundreds of elements and half a megabyte.
 */
export function onRouteDidUpdate(): void {
  const host = window as unknown as { docusaurus: Loader };
  host.docusaurus = { ...host.docusaurus, prefetch: () => false };
}
