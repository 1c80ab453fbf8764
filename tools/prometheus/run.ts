import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { endProcess, freePort, identityOf } from '@ringside/host';
import { stringify } from 'yaml';
import type { PrometheusPrograms } from './provide.ts';

/** A value of an instant query. */
export interface QueriedValue {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What Prometheus knows of a place that it scrapes. */
export interface ScrapedTarget {
  readonly job: string;
  readonly instance: string;
  readonly health: string;
  readonly lastError: string;
}

/** A Prometheus that runs. */
export interface RunningPrometheus {
  /** Asks with PromQL, as of now. Empty where there is no such series now. */
  readonly query: (promql: string) => Promise<readonly QueriedValue[]>;
  readonly targets: () => Promise<readonly ScrapedTarget[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a real Prometheus with these `scrape_configs` on a free port of the loopback address. It scrapes once a second.
 *
 * @param histograms `native`, the default, has it ask for native histograms, and this version then keeps no classic buckets
 */
export async function startPrometheus(
  { prometheus }: PrometheusPrograms,
  scrapeConfigs: readonly object[],
  histograms: 'native' | 'classic' = 'native',
): Promise<RunningPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  await writeFile(config, stringify({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: scrapeConfigs }));
  const port = await freePort('127.0.0.1');
  const flags = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ];
  const features = histograms === 'native' ? ['--enable-feature=native-histograms'] : [];
  const child = spawn(prometheus, [...flags, ...features], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);
  return {
    query: async (promql) => {
      const { data } = await ask(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
      return (data.result ?? []).map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    targets: async () => {
      const { data } = await ask(`${url}/api/v1/targets`);
      return (data.activeTargets ?? []).map(({ labels: { job, instance }, health, lastError }) => ({ job, instance, health, lastError }));
    },
    stop: async () => {
      await endProcess(identityOf(child.pid ?? 0), { clock: systemClock });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Answer {
  readonly data: {
    readonly result?: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[];
    readonly activeTargets?: readonly {
      readonly labels: { job: string; instance: string };
      readonly health: string;
      readonly lastError: string;
    }[];
  };
}

async function ask(url: string): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${said}`);
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Prometheus did not get ready within a minute: ${said}`);
}
