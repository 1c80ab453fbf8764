import { stripVTControlCharacters } from 'node:util';

/** Where a recording was made; none of it is to be seen in what is kept. */
export interface Place {
  /** The clone's folder. */
  readonly root: string;
  /** The state folder that stood in for `.ringside` of the clone. */
  readonly home: string;
  /** The port base that stood in for the default one. */
  readonly portBase: number;
}

/** A clone in the home folder, as a reader would have it. */
const SHOWN_ROOT = '~/ringside';
const DEFAULT_PORT_BASE = 9000;
/** Each port's distance from the base: CQL, sidecar, storage, Jolokia, docs. */
const PORT_OFFSETS = [42, 43, -2000, -222, 80];

/**
 * Makes a program's output the one that a reader would get in `~/ringside` with default ports: paths and ports are exchanged, colour
 * codes and npm's warnings about this machine's settings are left out. Nothing else is touched.
 */
export function relocate(output: string, place: Place): string {
  return stripVTControlCharacters(exchangePorts(output, place.portBase, DEFAULT_PORT_BASE))
    .replaceAll(place.home, `${SHOWN_ROOT}/.ringside`)
    .replaceAll(place.root, SHOWN_ROOT)
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** Makes what a reader would type with default ports what must be typed for a ring on others: the reverse of {@link relocate} for ports. */
export function toPlace(typed: string, portBase: number): string {
  return exchangePorts(typed, DEFAULT_PORT_BASE, portBase);
}

function exchangePorts(text: string, fromBase: number, toBase: number): string {
  const exchange = (moved: string, offset: number): string =>
    moved.replace(new RegExp(`(?<![\\d.])${fromBase + offset}(?!\\d)`, 'g'), String(toBase + offset));
  return PORT_OFFSETS.reduce(exchange, text);
}
