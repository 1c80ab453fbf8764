import { expect, test } from 'vitest';
import { HOST_STATES, type HostEvent, type HostState, isDemoted } from './state.ts';

const STATES: readonly HostState[] = ['steady', 'quarantined', 'returning', 'down'];
const EVENTS: readonly HostEvent[] = ['slow', 'failing', 'probe-good', 'probe-bad', 'proven', 'displaced', 'down', 'up'];
const ALL = STATES.flatMap((state) => EVENTS.map((event) => [state, event, HOST_STATES[state][event]] as const));

test.each(ALL)('a host that is %s stays in a known state at %s', (_state, _event, next) => {
  expect(STATES).toContain(next);
});

test('a host leaves quarantine only over good probes, for a worse one, or because it is down', () => {
  const ways = ALL.filter(([from, , to]) => isDemoted(from) && !isDemoted(to)).map(([from, event, to]) => `${from} ${event} ${to}`);
  expect(ways).toEqual([
    'quarantined displaced steady',
    'quarantined down down',
    'returning proven steady',
    'returning displaced steady',
    'returning down down',
  ]);
});

test('a host that is down comes back over probes, and by nothing but coming up', () => {
  const ways = ALL.filter(([from, , to]) => from === 'down' && to !== 'down').map(([, event, to]) => `${event} ${to}`);
  expect(ways).toEqual(['up returning']);
});

test('every state can be reached from steady, and steady from every state', () => {
  const reached = (from: HostState): ReadonlySet<HostState> => {
    const found = new Set<HostState>([from]);
    for (const state of found) for (const event of EVENTS) found.add(HOST_STATES[state][event]);
    return found;
  };
  expect([...reached('steady')].toSorted()).toEqual([...STATES].toSorted());
  for (const state of STATES) expect(reached(state)).toContain('steady');
});
