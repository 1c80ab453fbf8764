import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OverSimulation, startOverSimulation } from '../testing/simulated-sidecar.ts';

let backed: OverSimulation;

beforeEach(async () => {
  const cadenceMs = { requests: 5_000, node: 15_000, tables: 30_000 };
  backed = await startOverSimulation({ metrics: { cadenceMs, budgetMs: 2_000, maxSeries: 50_000, include: [], exclude: [] } });
});

afterEach(async () => backed.sidecar.stop(0));

const get = async (headers: Record<string, string>): Promise<Response> => fetch(`${backed.sidecar.url}/metrics`, { headers });
const OPEN = 'application/openmetrics-text';
const PROTOBUF = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

describe('the formats of /metrics', () => {
  it('is OpenMetrics for who asks for that, with the sidecar’s own metrics in it', async () => {
    const response = await get({ accept: `${OPEN};version=1.0.0,text/plain;q=0.5` });
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe(`${OPEN}; version=1.0.0; charset=utf-8`);
    expect(response.headers.get('vary')).toBe('accept, accept-encoding');
    expect(text).toContain('# TYPE process_cpu_seconds counter\n# UNIT process_cpu_seconds seconds\n');
    expect(text).toMatch(/^# TYPE cassandra_compaction_pending_tasks gauge$/m);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('is protobuf for a Prometheus that keeps native histograms', async () => {
    const response = await get({ accept: `${PROTOBUF},${OPEN};version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1` });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toMatch(/^application\/vnd\.google\.protobuf;/);
    // Each family begins with its length; the first field of it is its name.
    expect([bytes[1], bytes[2]].some((tag) => tag === 0x0a)).toBe(true);
  });

  it('is compressed for who takes gzip, and not for who refuses it', async () => {
    const compressed = await get({ 'accept-encoding': 'gzip' });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(await compressed.text()).toContain('ringside_sidecar_info');
    for (const refusal of ['identity', 'gzip;q=0', 'br']) {
      const plain = await get({ 'accept-encoding': refusal });
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(await plain.text()).toContain('ringside_sidecar_info');
    }
  });

  it('goes on to the next scraper, though one left in the middle of it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const response = await get({ 'accept-encoding': 'gzip' });
      await response.body?.cancel();
    }
    expect(await (await get({})).text()).toContain('ringside_sidecar_info');
  });
});
