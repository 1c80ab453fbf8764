import { describe, expect, it } from 'vitest';
import { helpText, readArguments } from './arguments.ts';

const needed = ['--remote', 'origin', '--build', 'build', '--doc-version', '0.1.0'];
const read = (...more: readonly string[]): unknown => readArguments([...needed, ...more], '/sources');

describe('readArguments()', () => {
  it('has a default for everything but remote, build and version', () => {
    expect(read()).toMatchObject({
      options: { branch: 'gh-pages', alias: 'byRule', source: '/sources', keepForeign: false, dryRun: false, domain: undefined },
    });
    for (const missing of ['remote', 'build', 'doc-version']) {
      const at = needed.indexOf(`--${missing}`);
      expect(() => readArguments(needed.toSpliced(at, 2), '/sources')).toThrow(`--${missing} is missing`);
    }
  });

  it('names an option that there is not, with the nearest one', () => {
    expect(() => read('--dryrun')).toThrow('There is no option --dryrun. Did you mean --dry-run?');
  });

  it('refuses another alias than latest, and the wish to move and to leave it', () => {
    expect(() => read('--alias', 'stable')).toThrow('"stable" is not latest');
    expect(() => read('--alias', 'latest', '--no-latest')).toThrow('exclude each other');
  });

  it.each(['https://docs.example.org', 'docs', 'docs.example.org/x', 'x-.org', 'a b.org', '127.0.0.1'])(
    'refuses the domain %j',
    (domain) => {
      expect(() => read('--cname', domain)).toThrow('is not a domain');
    },
  );

  it.each([[['https://a:hunter2@host/x']], [['--remote']], [['--build', '--remote', 'https://a:hunter2@host']]])(
    'repeats no argument that could hold a password: %j',
    (argv) => expect(() => readArguments(argv, '/sources')).toThrow(/^(?!.*hunter2)/s),
  );

  it('explains every option in the help', () => {
    for (const flag of ['--remote <url>', '--no-latest', '--keep-foreign', '--dry-run', '--json']) expect(helpText()).toContain(flag);
    expect(readArguments(['--help'], '/sources')).toEqual({ kind: 'help' });
  });
});
