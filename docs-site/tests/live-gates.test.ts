import { describe, expect, it } from 'vitest';
import { pictures } from '../src/live/registry';
import { fixture, runBin } from './support/site.ts';

const config = `
import real from '../../docusaurus.config';
import remarkLivePictures from '../../plugins/live-pictures';
export default {
  ...real,
  presets: [['classic', {
    docs: { routeBasePath: '/', path: 'docs', beforeDefaultRemarkPlugins: [remarkLivePictures] }, blog: false, pages: false, sitemap: false,
  }]],
  plugins: real.plugins.filter((plugin) => typeof plugin === 'function'),
  themes: [],
  favicon: undefined,
  themeConfig: {},
};
`;
const components = `
import MDXComponents from '@theme-original/MDXComponents';
import { LivePicture } from '../../../../../src/live/LivePicture';
export default { ...MDXComponents, LivePicture };
`;

/** Builds a site whose pages hold one picture each, all of them in line 5. */
async function buildPictures(name: string, bodies: Readonly<Record<string, string>>): Promise<{ exitCode: number | null; output: string }> {
  const pages = Object.entries(bodies).map(([page, body]) => [`docs/${page}.mdx`, `---\nslug: /${page}\n---\n\n${body}\n`]);
  const folder = await fixture(name, {
    'docusaurus.config.ts': config,
    'src/theme/MDXComponents/index.tsx': components,
    'docs/home.md': '---\nslug: /\n---\n\n# Home\n',
    ...Object.fromEntries(pages),
  });
  return runBin('@docusaurus/core', 'bin/docusaurus.mjs', ['build', folder]);
}

describe('a build of pages with live pictures', { timeout: 300_000 }, () => {
  it('passes when they can be drawn', async () => {
    const every = Object.keys(pictures).map((id) => [id, `<LivePicture id="${id}" />`]);
    const { exitCode, output } = await buildPictures('sound-pictures', Object.fromEntries(every));
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });

  it('fails on each planted picture that cannot be, with its file and line', async () => {
    const { exitCode, output } = await buildPictures('planted-pictures', {
      unknown: '<LivePicture id="quorum-calculater" />',
      option: '<LivePicture id="quorum-calculator" writes="ONE" />',
      value: '<LivePicture id="quorum-calculator" rf={0} />',
      together: '<LivePicture id="quorum-calculator" rf={3} writeFrom={2} />',
    });
    expect(exitCode).not.toBe(0);
    const at = (page: string): string => `docs/${page}.mdx:5: LivePicture`;
    expect(output).toContain(`${at('unknown')}: there is no picture "quorum-calculater". Did you mean quorum-calculator? There are`);
    expect(output).toContain(`${at('option')} quorum-calculator: there is no "writes"; did you mean write?`);
    expect(output).toContain(`${at('value')} quorum-calculator: rf must be a replication factor from 1 to 5`);
    expect(output).toContain(`${at('together')} quorum-calculator: there is no dc2: rf 3 has one datacenter`);
  });

  it('fails on two pictures of one name on a page, on one without an id, and on an attribute that no component is given', async () => {
    const { exitCode, output } = await buildPictures('planted-names', {
      nameless: '<LivePicture rf={3} />',
      keyed: '<LivePicture id="ring-explorer" key="bone" />',
      twice: '<LivePicture id="quorum-calculator" />\n\n<LivePicture id="quorum-calculator" rf={5} />',
    });
    expect(exitCode).not.toBe(0);
    expect(output).toContain('docs/twice.mdx:7: <LivePicture>: the one in line 5 is called quorum-calculator, too.');
    expect(output).toContain('docs/nameless.mdx:5: <LivePicture> needs an id="…" in quotes.');
    expect(output).toContain('docs/keyed.mdx:5: <LivePicture> never sees a key="…"');
  });
});
