import { stripVTControlCharacters } from 'node:util';

/** Where a recording was made; none of it is to be seen in what is kept. */
export interface Place {
  /** The clone's folder. */
  readonly root: string;
  /** The state folder that stood in for `.ringside` of the clone. */
  readonly home: string;
  /** The port base that stood in for the default one. */
  readonly portBase: number;
  /** The one that stood in for 9300, which pages name for a second ring. */
  readonly otherBase?: number | undefined;
}

/** The ports of a place. */
export type PlacePorts = Pick<Place, 'portBase' | 'otherBase'>;

/** A clone in the home folder, as a reader would have it. */
const SHOWN_ROOT = '~/ringside';
const SHOWN_PORTS: Required<PlacePorts> = { portBase: 9000, otherBase: 9300 };
/** Each port's distance from the base: CQL, sidecar, storage, management interface, docs. */
const PORT_OFFSETS = [42, 43, -2000, -222, 80];

/**
 * Makes a program's output the one that a reader would get in `~/ringside` with default ports: paths and ports are exchanged, colour
 * codes and npm's warnings about this machine's settings are left out. Nothing else is touched.
 */
export function relocate(output: string, place: Place): string {
  return stripVTControlCharacters(exchangePorts(output, place, SHOWN_PORTS))
    .replaceAll(place.home, `${SHOWN_ROOT}/.ringside`)
    .replaceAll(place.root, SHOWN_ROOT)
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** Makes what a reader would type with default ports what must be typed for a ring on others: the reverse of {@link relocate} for ports. */
export function toPlace(typed: string, ports: PlacePorts): string {
  return exchangePorts(typed, SHOWN_PORTS, ports);
}

/** All at once: a port of one ring may be what the other is shown with. */
function exchangePorts(text: string, from: PlacePorts, to: PlacePorts): string {
  const exchanged = new Map(pairs(from.portBase, to.portBase, PORT_OFFSETS));
  // A second ring is started with its base, so that stands in the text too.
  for (const [port, other] of pairs(from.otherBase, to.otherBase, [0, ...PORT_OFFSETS])) exchanged.set(port, other);
  return text.replaceAll(/(?<![\d.])\d{4,5}(?!\d)/g, (port) => exchanged.get(port) ?? port);
}

function pairs(from: number | undefined, to: number | undefined, offsets: readonly number[]): readonly (readonly [string, string])[] {
  return from === undefined || to === undefined ? [] : offsets.map((offset) => [String(from + offset), String(to + offset)] as const);
}
