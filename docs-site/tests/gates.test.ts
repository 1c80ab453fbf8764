import { describe, expect, it } from 'vitest';
import { fixture, runBin } from './support/site.ts';

/** A site of two pages under the real site's rules, without its content and theme. */
const config = `
import real from '../../docusaurus.config';
export default {
  ...real,
  presets: [['classic', { docs: { routeBasePath: '/', path: 'docs' }, blog: false, pages: false, sitemap: false }]],
  plugins: [],
  themes: [],
  favicon: undefined,
  themeConfig: {},
};
`;
const page = (title: string, body: string): string =>
  `---\nslug: /${title === 'Home' ? '' : title.toLowerCase()}\n---\n\n# ${title}\n\n${body}\n`;

async function buildSite(name: string, home: string): Promise<{ exitCode: number | null; output: string }> {
  const folder = await fixture(name, {
    'docusaurus.config.ts': config,
    'docs/home.md': page('Home', home),
    'docs/other.md': page('Other', '## A heading'),
  });
  return runBin('@docusaurus/core', 'bin/docusaurus.mjs', ['build', folder]);
}

async function documentPackage(name: string, source: string): Promise<{ exitCode: number | null; output: string }> {
  const folder = await fixture(name, {
    'source.ts': source,
    'tsconfig.json': JSON.stringify({ extends: '../../tsconfig.typedoc.json', files: ['source.ts'] }),
    'typedoc.mjs': `import real from '../../typedoc.config.mjs';
export default { ...real, entryPoints: [import.meta.dirname + '/source.ts'], tsconfig: import.meta.dirname + '/tsconfig.json',
  plugin: ['typedoc-plugin-markdown'], out: import.meta.dirname + '/out' };`,
  });
  return runBin('typedoc', 'bin/typedoc', ['--options', `${folder}/typedoc.mjs`]);
}

describe('a build of the documentation', { timeout: 120_000 }, () => {
  it('passes when links and anchors lead somewhere', async () => {
    const { exitCode, output } = await buildSite('sound', 'See [the other page](/other#a-heading).');
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });

  it('fails on a planted broken link', async () => {
    const { exitCode, output } = await buildSite('planted-link', 'See [nothing](/nowhere).');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('linking to /nowhere');
  });

  it('fails on a planted broken anchor', async () => {
    const { exitCode, output } = await buildSite('planted-anchor', 'See [a heading that is not there](/other#no-such-heading).');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('linking to /other#no-such-heading');
  });

  it('fails on a planted link to a file that is not there', async () => {
    const { exitCode, output } = await buildSite('planted-file', 'See [nothing](./nothing.md).');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('./nothing.md');
  });
});

describe('the API reference', { timeout: 60_000 }, () => {
  it('is made when every export has a comment', async () => {
    const { exitCode, output } = await documentPackage(
      'sound-api',
      '/** A package. @packageDocumentation */\n/** How many. */\nexport const count: number = 1;\n',
    );
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });

  it('fails on a planted export without a comment', async () => {
    const { exitCode, output } = await documentPackage(
      'planted-comment',
      '/** A package. @packageDocumentation */\n/** One. */\nexport const one: number = 1;\nexport const silent: number = 2;\n',
    );
    expect(exitCode).not.toBe(0);
    expect(output).toContain('silent (Variable)');
  });

  it('fails on a planted comment that links to nothing', async () => {
    const { exitCode, output } = await documentPackage(
      'planted-comment-link',
      '/** See {@link nothing}. @packageDocumentation */\n/** One. */\nexport const one: number = 1;\n',
    );
    expect(exitCode).not.toBe(0);
    expect(output).toContain('nothing');
  });
});
