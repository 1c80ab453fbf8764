import { createSocket } from 'node:dgram';
import { expect, it, vi } from 'vitest';
import { startOverSimulation, wire } from '../testing/simulated-sidecar.ts';

it('a sidecar sends its metrics and those of its node to whom its settings name, and tells how many', async () => {
  const socket = createSocket('udp4');
  const lines: string[] = [];
  socket.on('message', (message) => lines.push(...message.toString().split('\n')));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { sidecar } = await startOverSimulation({
    metrics: { cadenceMs: { requests: 5_000, node: 15_000, tables: 30_000 }, budgetMs: 2_000, maxSeries: 50_000, include: [], exclude: [] },
    push: { intervalMs: 1_000, spectator: { address: '127.0.0.1', port: socket.address().port }, statsd: undefined, otlp: undefined },
  });
  await vi.waitUntil(() => lines.some((line) => line.startsWith('g,120:cassandra_compaction_pending_tasks,node=127.0.0.1_9042:')), {
    timeout: 30_000,
  });
  expect(lines.some((line) => line.startsWith('C:process_cpu_seconds:'))).toBe(true);
  await expect
    .poll(async () => (await wire(sidecar, '/metrics')).text, { timeout: 30_000 })
    .toMatch(/^ringside_push_sent_series_total\{receiver="spectator"\} [1-9]/m);
  await sidecar.stop(0);
  socket.close();
});
