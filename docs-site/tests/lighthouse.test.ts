import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { editedPages } from './support/chosen.ts';
import { JUDGED, type Judgement, startJudge } from './support/lighthouse.ts';
import { serveBuild } from './support/serve-build.ts';

/** All that comes over the line for a page, compressed: the HTML, the style, the scripts, what is fetched ahead. */
const MOST_BYTES = 450_000;
/** Below what an eye notices; a page whose pictures had no height would be far above. */
const MOST_SHIFT = 0.01;
/** What of performance no busy machine changes. The score itself does change, so it is a benchmark: `npm run bench -- docs`. */
const STEADY = ['unminified-css', 'unminified-javascript', 'uses-text-compression', 'redirects'];

if (NO_BROWSER !== undefined) process.stderr.write(`\nSKIPPED: Lighthouse judges no page: ${NO_BROWSER}.\n\n`);

describe.skipIf(NO_BROWSER !== undefined)('Lighthouse (skipped where the locked browser does not run)', { timeout: 300_000 }, () => {
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let judge: Awaited<ReturnType<typeof startJudge>>;
  beforeAll(async () => {
    site = await serveBuild();
    judge = await startJudge();
  }, 60_000);
  afterAll(async () => {
    await judge?.[Symbol.asyncDispose]();
    await site?.close();
  });

  const judged = (path: string): Promise<Judgement> =>
    judge.judge(site.url + path, {
      categories: ['accessibility', 'best-practices', 'seo'],
      audits: [...STEADY, 'cumulative-layout-shift', 'total-byte-weight'],
    });

  const edited = editedPages();
  it.each(JUDGED.filter((path) => edited?.includes(path.slice(1) || 'index') ?? true))(
    'gives %s 100 for accessibility, practices and search, and sees nothing jump or come in excess',
    async (path) => {
      const { scores, lost, valueOf, scoreOf } = await judged(path);
      expect({ scores, lost }).toEqual({ scores: { accessibility: 100, 'best-practices': 100, seo: 100 }, lost: [] });
      expect(valueOf('cumulative-layout-shift')).toBeLessThanOrEqual(MOST_SHIFT);
      expect(valueOf('total-byte-weight')).toBeLessThanOrEqual(MOST_BYTES);
      expect(STEADY.filter((audit) => scoreOf(audit) < 1)).toEqual([]);
    },
  );

  it('sees planted faults: a page without a language or a description, with a script that fails, that jumps', async () => {
    // After the page has taken over: it would put its language and its description back.
    const late = `setTimeout(() => {
      document.documentElement.removeAttribute('lang');
      document.querySelector('meta[name=description]').remove();
      document.body.insertAdjacentHTML('afterbegin', '<div style="height:500px">Late</div>');
    }, 500)`;
    const script = `<script>console.error('planted');addEventListener('load', () => ${late})</script></body>`;
    await using bad = await serveBuild({ edit: (html) => html.replace('</body>', script) });
    const { scores, lost, valueOf } = await judge.judge(`${bad.url}/decisions`, {
      categories: ['accessibility', 'best-practices', 'seo'],
      audits: ['cumulative-layout-shift'],
    });
    expect(lost.map((audit) => audit.split(' ')[0])).toEqual(
      expect.arrayContaining(['html-has-lang', 'meta-description', 'errors-in-console']),
    );
    expect(Object.values(scores).every((score) => score < 100)).toBe(true);
    expect(valueOf('cumulative-layout-shift')).toBeGreaterThan(MOST_SHIFT);
  });
});
