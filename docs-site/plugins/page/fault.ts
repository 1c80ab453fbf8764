import { relative } from 'node:path';

/** A fault of a page, told as every tool tells it: `docs/learn/gossip.mdx:12: what is wrong`. Editors make it a link. */
export class PageFault extends Error {
  constructor(file: string, line: number | undefined, message: string) {
    super(`${shownPath(file)}:${line ?? 1}: ${message}`);
    this.name = 'PageFault';
    // Where the tool found it helps nobody; where it is, the message says.
    this.stack = this.message;
  }
}

/** The path of a page below the site's folder, whatever folder the tool was started in. */
export function shownPath(file: string): string {
  const below = relative(SITE, file);
  return below.startsWith('..') ? file : below;
}

const SITE = new URL('../../', import.meta.url).pathname;
