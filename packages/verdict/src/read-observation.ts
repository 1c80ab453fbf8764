import { FINDINGS, type Observation } from './finding.ts';

/** No endpoint is longer: an IPv6 address in brackets with a port has 47 characters, a name at most 253. */
const LONGEST_NAME = 260;

/** Reads what somebody sent as an observation; `undefined` for anything else: nothing that a stranger answers gets onto a terminal. */
export function readObservation(value: unknown): Observation | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { observer, about, kind, finding, epoch, sequence, ageMs } = value as Record<string, unknown>;
  const isKnown = (kind === 'node' || kind === 'peer' || kind === 'gossip') && FINDINGS[kind].some((each) => each === finding);
  if (!isKnown || !isName(observer) || !isName(about) || ![epoch, sequence, ageMs].every((each) => isCount(each))) return undefined;
  return { observer, about, kind, finding, epoch, sequence, ageMs } as Observation;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && /^[\w.:[\]-]+$/.test(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}
