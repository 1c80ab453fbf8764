import { availableParallelism } from 'node:os';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { builtPages } from '../tests/support/built-pages.ts';
import { look, openDesk } from '../tests/support/look.ts';
import { forget, keep, orphans, partToKeep } from '../tests/support/screenshots.ts';
import { serveBuild } from '../tests/support/serve-build.ts';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Records the screenshot of every page of the build anew, and removes those of pages that are no more. A page that looks as before keeps its file. */
async function main(): Promise<number> {
  if (NO_BROWSER !== undefined) {
    process.stderr.write(`There is no browser to take screenshots with: ${NO_BROWSER}.\n`);
    return 69;
  }
  const pages = await builtPages();
  const waiting = [...pages];
  await using site = await serveBuild({ hasFixedFonts: true });
  await using browser = await launchBrowser();
  let same = 0;
  const work = async (): Promise<void> => {
    const desk = await openDesk(browser);
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      const done = await keep(page.name, partToKeep(page, (await look(desk, site.url + page.path)).picture));
      if (done === 'same') same += 1;
      else say(`${done.padEnd(8)} ${page.name}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  for (const name of await orphans(pages.map(({ name }) => name))) {
    await forget(name);
    say(`removed  ${name}`);
  }
  say(`${pages.length} pages, ${same} as before. Commit docs-site/screenshots.`);
  return 0;
}

process.exitCode = await main();
