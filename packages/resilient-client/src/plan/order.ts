/** What a plan needs to know of a replica. */
export interface Candidate<Host> {
  readonly host: Host;
  /** Goes behind all hosts that are not. */
  readonly isDemoted: boolean;
  /** Requests that it has not answered. */
  readonly inFlight: number;
}

/** Replicas in the order in which they are asked. */
export interface Order<Host> {
  /** First. */
  readonly front: readonly Host[];
  /** After every host that is not demoted, replica or not. */
  readonly back: readonly Host[];
}

/**
 * Orders replicas: those that are not demoted in random order, where the less busy of the first two comes first; the others go to the back. Two choices spread
 * load nearly as well as looking at all would, and clients do not all follow each other to the one that is idle.
 */
export function orderReplicas<Host>(candidates: readonly Candidate<Host>[], random: () => number): Order<Host> {
  const able = candidates.filter(({ isDemoted }) => !isDemoted);
  shuffle(able, random);
  const [first, second] = able;
  if (first !== undefined && second !== undefined && second.inFlight < first.inFlight) [able[0], able[1]] = [second, first];
  const back = able.length === candidates.length ? [] : candidates.filter(({ isDemoted }) => isDemoted).map(({ host }) => host);
  return { front: able.map(({ host }) => host), back };
}

function shuffle<Value>(values: Value[], random: () => number): void {
  for (let left = values.length - 1; left > 0; left -= 1) {
    const other = Math.floor(random() * (left + 1));
    [values[left], values[other]] = [values[other] as Value, values[left] as Value];
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
