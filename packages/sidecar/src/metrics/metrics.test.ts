import { createSidecarClient } from '@ringside/api';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeControlErrors } from '@ringside/node-control';
import { type OverSimulation, startOverSimulation, testInstance, wire } from '../testing/simulated-sidecar.ts';
import { labelTable, metricTable } from './table.ts';

let backed: OverSimulation;

beforeEach(async () => {
  backed = await startOverSimulation();
});

afterEach(async () => backed.sidecar.stop(0));

/** What a monitoring reads: each series with its value. */
async function scrape(of: OverSimulation = backed): Promise<ReadonlyMap<string, number>> {
  const { text } = await wire(of.sidecar, '/metrics');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

const cannot = async (): Promise<never> => {
  throw nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'The control endpoint does not answer' });
};

describe('/metrics', () => {
  it('exposes exactly the metrics of the table, each with its kind, its sentence and its labels', async () => {
    await wire(backed.sidecar, '/api/v1/__health');
    const { text, headers } = await wire(backed.sidecar, '/metrics');
    const exposed = Object.fromEntries(
      [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)\n(?:(?!#).+\n)*?(?:(?!#)\S+?\{(.*)\} \S+\n|(?!#).+\n)/gm)].map(
        ([, name, doc, kind, labels = '']) => [
          name,
          { kind, doc, labels: [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le') },
        ],
      ),
    );
    expect(exposed).toEqual(metricTable);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('counts a request once, by its route and status, whatever becomes of it', async () => {
    await wire(backed.sidecar, '/api/v1/cassandra/nodes');
    await wire(backed.sidecar, '/api/v1/keyspaces/nope/schema');
    await wire(backed.sidecar, '/nowhere');
    await wire(backed.sidecar, '/api/v1/__health', { method: 'PUT' });
    const series = await scrape();
    const counted = [...series].filter(([name]) => name.startsWith('ringside_http_requests_total'));
    expect(Object.fromEntries(counted)).toEqual({
      'ringside_http_requests_total{route="nodes",status="200"}': 1,
      'ringside_http_requests_total{route="keyspaceSchema",status="404"}': 1,
      'ringside_http_requests_total{route="other",status="404"}': 1,
      'ringside_http_requests_total{route="other",status="405"}': 1,
    });
    expect(series.get('ringside_http_request_duration_seconds_count{route="nodes"}')).toBe(1);
    expect(series.get('ringside_http_requests_in_progress')).toBe(1);
  });

  it('counts a client that left, and does not hold its request for one that waits', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const arrived = new Promise<void>((resolve) => {
      backed.node.before = async () => {
        resolve();
        await held;
      };
    });
    const left = request(`${backed.sidecar.url}/api/v1/cassandra/ring`).on('error', () => undefined);
    left.end();
    await arrived;
    left.destroy();
    backed.node.before = async () => undefined;
    await expect.poll(async () => (await scrape()).get('ringside_http_requests_total{route="ring",status="aborted"}')).toBe(1);
    release();
    expect((await scrape()).get('ringside_http_requests_in_progress')).toBe(1);
  });

  it('tells of each Cassandra and each interface whether it answers, and answers itself though none does', async () => {
    const two = await startOverSimulation({ instances: [testInstance(), testInstance({ id: 2, port: 9142 })] });
    two.nodes[1]!.before = cannot;
    const up = [...(await scrape(two))].filter(([name]) => name.startsWith('ringside_cassandra_up'));
    await two.sidecar.stop(0);
    expect(Object.fromEntries(up)).toEqual({
      'ringside_cassandra_up{node="127.0.0.1:9042",interface="cql"}': 1,
      'ringside_cassandra_up{node="127.0.0.1:9042",interface="control"}': 1,
      'ringside_cassandra_up{node="127.0.0.1:9142",interface="cql"}': 0,
      'ringside_cassandra_up{node="127.0.0.1:9142",interface="control"}': 0,
    });
  });

  it('counts nodes by verdict, and names those that are not up', async () => {
    const series = [...(await scrape())].filter(([name]) => name.startsWith('ringside_node'));
    expect(Object.fromEntries(series.filter(([, value]) => value > 0))).toEqual({
      'ringside_nodes{verdict="up"}': 1,
      'ringside_nodes{verdict="down"}': 1,
      'ringside_node_verdict{endpoint="127.0.0.2:7000",verdict="down"}': 1,
    });
    expect(series.filter(([name]) => name.startsWith('ringside_nodes{'))).toHaveLength(8);
  });

  it('has no series of a management interface that is not configured', async () => {
    const one = await startOverSimulation({ instances: [testInstance({ controlledBy: 'virtual-tables' })] });
    const up = [...(await scrape(one)).keys()].filter((name) => name.startsWith('ringside_cassandra_up'));
    await one.sidecar.stop(0);
    expect(up).toEqual(['ringside_cassandra_up{node="127.0.0.1:9042",interface="cql"}']);
  });

  it('keeps the order of the interfaces, though the first one answers last', async () => {
    backed.node.before = async () => {
      if (backed.node.calls.at(-1) === 'cql') await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const up = [...(await scrape()).keys()].filter((name) => name.startsWith('ringside_cassandra_up'));
    expect(up.map((name) => /interface="(\w+)"/.exec(name)?.[1])).toEqual(['cql', 'control']);
  });

  it('answers though a node never does: nobody who collects waits for it', async () => {
    backed.node.before = () => new Promise<never>(() => undefined);
    const series = await scrape();
    expect(series.get('ringside_cassandra_up{node="127.0.0.1:9042",interface="control"}')).toBe(0);
  });

  it('asks for the token like every other route, and counts who has none', async () => {
    const guarded = await startOverSimulation({ token: 'a-token-of-some-length' });
    expect((await wire(guarded.sidecar, '/metrics')).status).toBe(401);
    const { text } = await wire(guarded.sidecar, '/metrics', { headers: { authorization: 'Bearer a-token-of-some-length' } });
    await guarded.sidecar.stop(0);
    expect(text).toContain('ringside_http_requests_total{route="metrics",status="401"} 1');
  });

  it('comes as text to the typed client', async () => {
    const text = await createSidecarClient({ baseUrl: backed.sidecar.url }).metrics();
    expect(text).toMatch(/^ringside_sidecar_info\{version="\d+\.\d+\.\d+"\} 1$/m);
  });
});

it('every label of a metric is told of, and no other', () => {
  const used = new Set(Object.values(metricTable).flatMap(({ labels }) => labels));
  expect(Object.keys(labelTable).toSorted()).toEqual([...used].toSorted());
});
