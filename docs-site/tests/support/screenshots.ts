import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { BuiltPage } from './built-pages.ts';
import { SITE } from './site.ts';

const STORED = join(SITE, 'screenshots');
const LEFT = join(SITE, 'test-results', 'screenshots');
/** What records them anew. */
export const RECORD_COMMAND = 'npm run docs:screenshots';
/** How unlike two pixels may be and still be one: pixelmatch's scale from 0 to 1. Decision 0016 tells where it comes from. */
const LIKENESS = 0.1;
/** How much of any part of a page, a part being as high as it is wide, may differ. */
const ALLOWED_SHARE = 0.001;
/** Shades of grey that are kept; more of them doubles the bytes and finds nothing more. */
const SHADES = 16;

/** How many rows of a generated page are kept: about what a reader sees of it at first. */
const FIRST_ROWS = 280;

const fileOf = (name: string): string => join(STORED, `${name}.png`);

/** How two pictures of a page differ. */
export interface Difference {
  readonly pixels: number;
  /** Of the part that differs most. */
  readonly share: number;
  /** By how many pixels the new one is higher. */
  readonly higherPx: number;
  readonly picture: PNG;
}

/** A picture as it is kept: in shades of grey. @param png what the browser took */
export function toKept(png: Buffer): PNG {
  const taken = PNG.sync.read(png);
  const { data } = taken;
  const step = 255 / (SHADES - 1);
  for (let at = 0; at < data.length; at += 4) {
    const brightness = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    data.fill(Math.round(brightness / step) * step, at, at + 3);
    data[at + 3] = 255;
  }
  return taken;
}

/**
 * What of a page is kept: the whole of one that somebody wrote, the beginning of one that is generated. What follows there changes with
 * the code, and whoever changes code should not have to record pictures.
 *
 * @param png the whole page, as the browser took it
 */
export function partToKeep({ kind }: Pick<BuiltPage, 'kind'>, png: Buffer): Buffer {
  if (kind !== 'generated') return png;
  const whole = PNG.sync.read(png);
  const first = new PNG({ width: whole.width, height: Math.min(whole.height, FIRST_ROWS) });
  PNG.bitblt(whole, first, 0, 0, first.width, first.height, 0, 0);
  return PNG.sync.write(first);
}

/** How one kept picture differs from another. */
export function difference(stored: PNG, actual: PNG): Difference {
  const { width } = stored;
  const height = Math.min(stored.height, actual.height);
  const picture = new PNG({ width, height });
  let [pixels, share] = [0, 0];
  for (let top = 0; top < height; top += width) {
    const rows = Math.min(width, height - top);
    const part = ({ data }: PNG): Buffer => data.subarray(top * width * 4, (top + rows) * width * 4);
    const found = pixelmatch(part(stored), part(actual), part(picture), width, rows, { threshold: LIKENESS });
    pixels += found;
    // The last part may be a strip: one letter would be much of it.
    share = Math.max(share, found / (width * width));
  }
  return { pixels, share, higherPx: actual.height - stored.height, picture };
}

const isSame = ({ higherPx, share }: Difference): boolean => higherPx === 0 && share <= ALLOWED_SHARE;

async function stored(name: string): Promise<PNG | undefined> {
  try {
    return PNG.sync.read(await readFile(fileOf(name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Compares a page with its stored screenshot. Where they differ, what was seen and where it differs stay in `test-results/screenshots`.
 *
 * @param png what the browser took
 * @returns what is wrong, for people; empty when nothing is
 */
export async function screenshotFault(name: string, png: Buffer): Promise<string> {
  const before = await stored(name);
  if (before === undefined) return `${name} has no stored screenshot: run \`${RECORD_COMMAND}\` and commit docs-site/screenshots`;
  const actual = toKept(png);
  const found = difference(before, actual);
  if (isSame(found)) return '';
  const left = join(LEFT, name.replaceAll('/', '+'));
  await mkdir(LEFT, { recursive: true });
  await writeFile(`${left}.actual.png`, png);
  await writeFile(`${left}.diff.png`, PNG.sync.write(found.picture));
  return told(name, found);
}

function told(name: string, { pixels, share, higherPx }: Difference): string {
  const height = higherPx === 0 ? '' : `, and it is ${Math.abs(higherPx)} rows ${higherPx > 0 ? 'higher' : 'lower'}`;
  const worst = `${(share * 100).toFixed(2)} % of the worst part, where ${ALLOWED_SHARE * 100} % may`;
  const see = `docs-site/test-results/screenshots/${name.replaceAll('/', '+')}.{actual,diff}.png`;
  return `${name}: ${pixels} pixels differ from the stored screenshot (${worst})${height}. See ${see}. If it is meant: \`${RECORD_COMMAND}\``;
}

/** The names of all stored screenshots. */
export async function storedNames(): Promise<readonly string[]> {
  const files = await readdir(STORED, { recursive: true }).catch(() => []);
  return files
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -'.png'.length))
    .toSorted();
}

/** Stored screenshots of pages that are no more. */
export async function orphans(pages: readonly string[]): Promise<readonly string[]> {
  return (await storedNames()).filter((name) => !pages.includes(name));
}

/** Keeps a page's screenshot, unless the check takes the one that is kept for the same: noise shall not fill the repository. @returns what was done */
export async function keep(name: string, png: Buffer): Promise<'new' | 'changed' | 'same'> {
  const [before, actual] = [await stored(name), toKept(png)];
  if (before !== undefined && isSame(difference(before, actual))) return 'same';
  await mkdir(dirname(fileOf(name)), { recursive: true });
  await writeFile(fileOf(name), PNG.sync.write(actual, { colorType: 0, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }));
  return before === undefined ? 'new' : 'changed';
}

/** Removes a stored screenshot. */
export async function forget(name: string): Promise<void> {
  await rm(fileOf(name));
}
