import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { JUDGED, startJudge } from '../tests/support/lighthouse.ts';
import { look, openDesk } from '../tests/support/look.ts';
import { serveBuild } from '../tests/support/serve-build.ts';
import { BUILD } from '../tests/support/site.ts';

const LEARN_PAGE = '/learn/failure-detection';

/** Bytes of the scripts that a page with live pictures runs before anything is in view, compressed. */
async function scriptBytes(url: string): Promise<number> {
  await using browser = await launchBrowser();
  const { scripts } = await look(await openDesk(browser), url + LEARN_PAGE);
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await readFile(join(BUILD, script))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Prints one JSON object: Lighthouse's score for speed of each kind of page, and the scripts of a Learn page. For the benchmark. */
async function main(): Promise<number> {
  if (NO_BROWSER !== undefined) {
    process.stderr.write(`There is no browser to judge pages with: ${NO_BROWSER}.\n`);
    return 69;
  }
  await using site = await serveBuild();
  await using judge = await startJudge();
  const performance: Record<string, number> = {};
  for (const path of JUDGED) {
    const { scores } = await judge.judge(site.url + path, { categories: ['performance'] });
    performance[path] = scores['performance'] ?? Number.NaN;
  }
  process.stdout.write(`${JSON.stringify({ performance, learnScriptBytes: await scriptBytes(site.url) })}\n`);
  return 0;
}

process.exitCode = await main();
