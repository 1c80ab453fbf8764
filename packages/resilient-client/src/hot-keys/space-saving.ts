/** What is known about one monitored key. */
export interface Counter {
  /** At least the true number of requests, which lies between `count - overestimate` and this. */
  readonly count: number;
  /** By how much `count` may be too high: the count of the key that this one replaced. */
  readonly overestimate: number;
  /** Total bytes of the `count - overestimate` responses that were certainly for this key. */
  readonly bytes: number;
  /** Total latency of those requests, in milliseconds. */
  readonly latencyMs: number;
}

/** Neighbouring places whose counters have the same count. */
interface Group {
  count: number;
  first: number;
  last: number;
}

class Place implements Counter {
  key: string | undefined = undefined;
  overestimate = 0;
  bytes = 0;
  latencyMs = 0;
  group: Group;
  index: number;

  constructor(group: Group, index: number) {
    this.group = group;
    this.index = index;
  }

  get count(): number {
    return this.group.count;
  }
}

/**
 * Finds the most frequent keys of a stream with a fixed number of counters: SpaceSaving (Metwally, Agrawal, El Abbadi: "Efficient computation of frequent and
 * top-k elements in data streams", ICDT 2005). A new key takes the place of the rarest one and inherits its count, which it may then be too high by. With k
 * counters and N keys so far, no count is too high by more than N/k, and each key that came more than N/k times is monitored.
 *
 * Counting takes constant time and allocates no objects. Counters are sorted by count, and those with equal counts form a group (the paper's bucket). A counter
 * that grows swaps places with the last of its group, which puts it next to the group that it joins.
 */
export class SpaceSaving {
  readonly #places: readonly Place[];
  readonly #byKey = new Map<string, Place>();
  readonly #spare: Group[] = [];
  #total = 0;

  /** @param counters how many keys are monitored, at least one */
  constructor(counters: number) {
    const group: Group = { count: 0, first: 0, last: counters - 1 };
    this.#places = Array.from({ length: counters }, (_, index) => new Place(group, index));
  }

  /** How many keys were counted. */
  get total(): number {
    return this.#total;
  }

  /** How often a key that is not monitored came at most. */
  get least(): number {
    return this.#places[0]?.count ?? 0;
  }

  /** The keys that are monitored. */
  keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** What is known about a key; undefined when it is not monitored. It changes as more is counted. */
  of(key: string): Counter | undefined {
    return this.#byKey.get(key);
  }

  /** Counts one request for a key. */
  add(key: string, bytes: number, latencyMs: number): void {
    const place = this.#byKey.get(key) ?? this.#replaceRarest(key);
    this.#raise(place);
    place.bytes += bytes;
    place.latencyMs += latencyMs;
    this.#total += 1;
  }

  /** Forgets everything. */
  clear(): void {
    const group: Group = { count: 0, first: 0, last: this.#places.length - 1 };
    for (const place of this.#places) {
      place.group = group;
      place.key = undefined;
    }
    this.#byKey.clear();
    this.#spare.length = 0;
    this.#total = 0;
  }

  #replaceRarest(key: string): Place {
    const place = this.#at(0);
    if (place.key !== undefined) this.#byKey.delete(place.key);
    this.#byKey.set(key, place);
    place.key = key;
    place.overestimate = place.count;
    place.bytes = 0;
    place.latencyMs = 0;
    return place;
  }

  /** Adds one to a count. A counter that is alone in its group takes the group along unless the next group has that count already. */
  #raise(place: Place): void {
    const { group } = place;
    const { count, first, last } = group;
    this.#swap(place, this.#at(last));
    const next = this.#places[last + 1]?.group;
    if (next?.count === count + 1) {
      next.first = last;
      place.group = next;
      if (first === last) this.#spare.push(group);
    } else if (first === last) {
      group.count = count + 1;
      return;
    } else place.group = this.#newGroup(count + 1, last);
    group.last = last - 1;
  }

  #newGroup(count: number, index: number): Group {
    const group = this.#spare.pop() ?? { count: 0, first: 0, last: 0 };
    group.count = count;
    group.first = group.last = index;
    return group;
  }

  #swap(one: Place, other: Place): void {
    const places = this.#places as Place[];
    const { index } = one;
    places[other.index] = one;
    places[index] = other;
    one.index = other.index;
    other.index = index;
  }

  #at(index: number): Place {
    return this.#places[index] as Place;
  }
}
