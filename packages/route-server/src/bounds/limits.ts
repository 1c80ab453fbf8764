import { routeServerErrors } from '../errors.ts';

/** Counts requests under way and refuses more than there may be. */
export interface RequestLimit {
  /**
   * Takes a place.
   *
   * @returns what gives it back; calling it twice does nothing more
   * @throws OpsError `SIDECAR_BUSY` when there is none left
   */
  enter(): () => void;
}

/**
 * A limit of so many requests at a time; nobody waits for a place, so nothing can pile up.
 *
 * @param most how many requests may be in progress at a time
 * @param busy tells what the places are taken by, for the message
 */
export function createRequestLimit(
  most: number,
  busy = (underWay: number) => `The sidecar already serves ${underWay} requests`,
): RequestLimit {
  let underWay = 0;
  return {
    enter() {
      if (underWay >= most)
        throw routeServerErrors.SIDECAR_BUSY({
          message: busy(underWay),
          remedy: 'Try again in a moment, or allow more at a time (requests.* of the sidecar).',
        });
      underWay += 1;
      let left = false;
      return () => {
        if (!left) underWay -= 1;
        left = true;
      };
    },
  };
}

/** Gives the limit of a node. */
export type NodeLimits = (instance: { readonly id: number; readonly host: string }) => RequestLimit;

/**
 * So many places for each node: one that hangs takes none from the others.
 *
 * @param most how many requests a node serves at a time
 * @param busy tells what the places of a node are taken by, for the message
 */
export function createNodeLimits(most: number, busy: (underWay: number, host: string) => string): NodeLimits {
  const limits = new Map<number, RequestLimit>();
  return ({ id, host }) => {
    const known = limits.get(id);
    if (known !== undefined) return known;
    const made = createRequestLimit(most, (underWay) => busy(underWay, host));
    limits.set(id, made);
    return made;
  };
}
