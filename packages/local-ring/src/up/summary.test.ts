import { plainStyle, type RingSummary } from '@ringside/cli-kit';
import { describe, expect, it } from 'vitest';
import { summaryText } from './summary.ts';

const node = (number: number): RingSummary['nodes'][number] => ({
  name: `node${number}`,
  address: `127.0.0.${number}`,
  datacenter: 'dc1',
  rack: `rack${number}`,
});

const summary: RingSummary = {
  cassandraVersion: '5.0.9',
  directory: '/home/me/ringside/.ringside',
  nodes: [node(1), node(2)],
  contactPoints: ['127.0.0.1:9042', '127.0.0.2:9042'],
  localDatacenter: 'dc1',
  sidecars: ['http://127.0.0.1:9043', 'http://127.0.0.2:9043'],
  dashboard: 'http://127.0.0.1:9043/',
  docs: { url: 'http://127.0.0.1:9080/', state: 'served' },
  memoryBytes: 2 ** 30,
  launcherPid: 42,
};

describe('summaryText()', () => {
  it('says where everything is, and what to try next', () => {
    expect(summaryText(summary, plainStyle)).toBe(`
The ring is up.
  Nodes      node1 127.0.0.1 dc1/rack1, node2 127.0.0.2 dc1/rack2
  CQL        127.0.0.1:9042, 127.0.0.2:9042  (cqlsh or any driver; datacenter dc1, Cassandra 5.0.9)
  Node.js    new Client({ contactPoints: ['127.0.0.1'], protocolOptions: { port: 9042 }, localDataCenter: 'dc1' })  (cassandra-driver)
  Sidecars   http://127.0.0.1:9043, http://127.0.0.2:9043
  Dashboard  http://127.0.0.1:9043/
  Docs       http://127.0.0.1:9080/
  Data       /home/me/ringside/.ringside  (about 1 GiB of memory)

Try next:
  npx ringside status                   nodes, and who can read and write
  npx ringside token --type text alice  the token of a partition key
  npx ringside cluster kill node2       break something; status shows what still works

`);
  });

  it.each([
    [undefined, /Dashboard.*\n {2}Data/],
    ['building', /9080\/ {2}\(being built\)\n/],
    ['rebuilding', /9080\/ {2}\(being rebuilt; until then the last pages\)\n/],
  ] as const)('with documentation that is %s says so', (state, text) => {
    const { docs: _, ...rest } = summary;
    const docs = state === undefined ? {} : { docs: { url: 'http://127.0.0.1:9080/', state } };
    expect(summaryText({ ...rest, ...docs }, plainStyle)).toMatch(text);
  });

  it('leaves out a dashboard that is not built', () => {
    const { dashboard: _, ...rest } = summary;
    expect(summaryText(rest, plainStyle)).not.toContain('Dashboard');
  });
});
