import { expect, it } from 'vitest';
import { commandOf } from './command.ts';

const SIDECAR = 'http://127.0.0.1:9043';

it.each([
  [{ view: 'overview', consistency: 'ALL' }, `ringside status -c ALL --sidecar ${SIDECAR}`],
  [{ view: 'ring' }, `ringside ring --sidecar ${SIDECAR}`],
  [{ view: 'ring', keyspace: 'orders' }, `ringside ranges orders --sidecar ${SIDECAR}`],
  [
    { view: 'ring', keyspace: 'Orders', table: 'Events', key: ["it's", '2'] },
    String.raw`ringside where '"Orders"' '"Events"' 'it'\''s' 2 --sidecar ${SIDECAR}`,
  ],
  [{ view: 'ring', keyspace: 'orders', table: 'events', key: ['-7'] }, `ringside where --sidecar ${SIDECAR} -- orders events -7`],
  [{ view: 'keyspaces', keyspace: 'orders' }, `ringside tables -k orders --sidecar ${SIDECAR}`],
  [{ view: 'advice' }, `ringside advise --sidecar ${SIDECAR}`],
  [{ view: 'history' }, `curl -s ${SIDECAR}/api/v1/cassandra/history`],
] as const)('%o is shown in a terminal by a line that can be pasted', (address, line) => {
  expect(commandOf(address, SIDECAR)).toBe(line);
});
