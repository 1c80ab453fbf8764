import type { Backoff } from '@ringside/core';
import { listedLinks } from './links/list.ts';
import { type Visit, visitPage } from './links/visit.ts';

const AT_ONCE = 8;
const BACKOFF: Backoff = { firstMs: 1_000, factor: 2, mostMs: 10_000, jitter: 0 };
const PATIENCE = { timeoutMs: 20_000, attempts: 3, backoff: BACKOFF };

/** Visits every listed page elsewhere. Ends with 1 when one is gone, with 75 when some did not answer: that is no verdict on them. */
async function main(): Promise<number> {
  const waiting = [...(await listedLinks())];
  const visits: { readonly url: string; readonly visit: Visit }[] = [];
  const worker = async (): Promise<void> => {
    for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
      visits.push({ url: link.url, visit: await visitPage(link.url, PATIENCE) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { url, visit } of visits) {
    if (visit.outcome === 'gone') process.stdout.write(`gone (${visit.status})  ${url}\n`);
    if (visit.outcome === 'no-answer') process.stdout.write(`no answer (${visit.reason})  ${url}\n`);
  }
  const count = (outcome: Visit['outcome']): number => visits.filter(({ visit }) => visit.outcome === outcome).length;
  process.stdout.write(`${count('found')} found, ${count('gone')} gone, ${count('no-answer')} without an answer\n`);
  if (count('gone') > 0) return 1;
  return count('no-answer') > 0 ? 75 : 0;
}

process.exitCode = await main();
