import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from 'lighthouse';
import { launchBrowser } from '../../../tools/browser/launch.ts';

const start = promisify(execFile);
/** A program of its own: what transforms our sources would transform the functions that it sends into the page, too. */
const PROGRAM = join(dirname(createRequire(import.meta.url).resolve('lighthouse/package.json')), 'cli', 'index.js');
const REPORT_BYTES = 64_000_000;

/** One page of each kind: home, a page with live pictures, one with commands, a generated one, a decision. */
export const JUDGED: readonly string[] = [
  '/',
  '/learn/failure-detection',
  '/operate/status',
  '/reference/api/ring',
  '/decisions/0013-live-pictures',
];

/** What Lighthouse is asked for: whole categories, and single audits beside them. */
export interface Question {
  readonly categories: readonly ('accessibility' | 'best-practices' | 'seo' | 'performance')[];
  readonly audits?: readonly string[];
}

/** What Lighthouse says of a page. */
export interface Judgement {
  /** From 0 to 100. */
  readonly scores: Readonly<Record<string, number>>;
  /** The audits that took something from a score: their ids with what they show. */
  readonly lost: readonly string[];
  /** The numeric value of an audit that was run, such as `cumulative-layout-shift` or `total-byte-weight`. */
  readonly valueOf: (audit: string) => number;
  /** From 0 to 1, of an audit that was run; 1 where it does not apply. */
  readonly scoreOf: (audit: string) => number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function judgementOf({ categories, audits }: Result): Judgement {
  const scores = Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]));
  const counted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
  const lost = counted
    .map(({ id }) => audits[id])
    .filter((audit) => audit?.score !== null && (audit?.score ?? 1) < 1)
    .map((audit) => `${audit?.id} ${audit?.displayValue ?? ''} ${JSON.stringify(audit?.details ?? '').slice(0, 300)}`);
  const run = (id: string): Result['audits'][string] => {
    const audit = audits[id];
    if (audit === undefined) throw new Error(`Lighthouse has not run ${id}`);
    return audit;
  };
  return { scores, lost, valueOf: (id) => run(id).numericValue ?? Number.NaN, scoreOf: (id) => run(id).score ?? 1 };
}

/** Starts a browser for Lighthouse, which judges pages in it one after another, as a phone on a slow line, simulated. */
export async function startJudge(): Promise<AsyncDisposable & { judge(url: string, question: Question): Promise<Judgement> }> {
  const port = await freePort();
  const browser = await launchBrowser(port);
  return {
    judge: async (url, { categories, audits = [] }) => {
      const how = ['--quiet', '--output=json', '--no-enable-error-reporting', '--max-wait-for-load=120000'];
      const what = [`--only-categories=${categories.join(',')}`, ...(audits.length === 0 ? [] : [`--only-audits=${audits.join(',')}`])];
      const words = [url, `--port=${port}`, ...what, ...how];
      const { stdout } = await start(process.execPath, [PROGRAM, ...words], { maxBuffer: REPORT_BYTES });
      const report = JSON.parse(stdout) as Result;
      if (report.runtimeError !== undefined) throw new Error(`Lighthouse on ${url}: ${report.runtimeError.message}`);
      return judgementOf(report);
    },
    [Symbol.asyncDispose]: async () => browser.close(),
  };
}
