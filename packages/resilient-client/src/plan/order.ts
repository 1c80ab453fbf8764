/** What a plan needs to know of replicas. */
export interface Knowledge<Host> {
  /** True for a host that goes behind all hosts that are not. */
  readonly isDemoted: (host: Host) => boolean;
  /** Requests that it has not answered. */
  readonly inFlight: (host: Host) => number;
  /** Chance, from 0 up to but not including 1. */
  readonly random: () => number;
}

/** Replicas in the order in which they are asked. */
export interface Order<Host> {
  /** First. */
  readonly front: readonly Host[];
  /** After every host that is not demoted, replica or not. */
  readonly back: readonly Host[];
}

const NONE: readonly never[] = [];

/**
 * Orders replicas: those that are not demoted in random order, where the less busy of the first two comes first; the others go to the back. Two choices spread
 * load nearly as well as looking at all would, and clients do not all follow each other to the one that is idle. Every request comes by here, so it makes little.
 */
export function orderReplicas<Host>(replicas: readonly Host[], { isDemoted, inFlight, random }: Knowledge<Host>): Order<Host> {
  const front: Host[] = [];
  let back: Host[] | undefined;
  for (const host of replicas) {
    if (isDemoted(host)) (back ??= []).push(host);
    else front.push(host);
  }
  shuffle(front, random);
  const [first, second] = front;
  if (first !== undefined && second !== undefined && inFlight(second) < inFlight(first)) [front[0], front[1]] = [second, first];
  return { front, back: back ?? NONE };
}

function shuffle(values: unknown[], random: () => number): void {
  for (let left = values.length - 1; left > 0; left -= 1) {
    const other = Math.floor(random() * (left + 1));
    const moved = values[left];
    values[left] = values[other];
    values[other] = moved;
  }
}

/**
 * The hosts that come behind the front: those that are not demoted, from another one each time; then the replicas that are, then the others that are.
 *
 * @param turn a number that is one higher each time
 */
export function orderOthers<Host>(
  hosts: readonly Host[],
  { front, back }: Order<Host>,
  isDemoted: (host: Host) => boolean,
  turn: number,
): readonly Host[] {
  const start = turn % Math.max(1, hosts.length);
  const others = [...hosts.slice(start), ...hosts.slice(0, start)].filter((host) => !front.includes(host) && !back.includes(host));
  return [...others.filter((host) => !isDemoted(host)), ...back, ...others.filter((host) => isDemoted(host))];
}
