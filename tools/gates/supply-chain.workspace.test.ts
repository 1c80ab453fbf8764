import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeAudit } from './audit.ts';
import { rangeFaults, scriptFaults, singletonFaults } from './dependencies.ts';
import { outcomeOf, shippedPackages } from './gates.ts';
import { licenceFaults } from './licences.ts';
import { lateImportFaults } from './late-imports.ts';
import { type Installed, type Lock, productionClosure, readLock, resolveFrom } from './lock.ts';
import { skipFaults } from './skips.ts';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.ts';

/** A bound for what hangs: a busy machine takes many times as long as a quiet one. */
const SLOW_MS = 1_800_000;

const LOCK: Lock = {
  'packages/app': { dependencies: { left: '1.0.0', '@ours/lib': '1.0.0' }, devDependencies: { tester: '1.0.0' } },
  'packages/lib': { dependencies: { left: '2.0.0' } },
  'packages/lib/node_modules/left': { version: '2.0.0', license: 'MIT', hasInstallScript: true },
  'node_modules/@ours/lib': { resolved: 'packages/lib', link: true },
  'node_modules/left': { version: '1.0.0', license: 'MIT' },
  'node_modules/tester': { version: '1.0.0', license: 'GPL-3.0-only' },
};

describe('a lock file', () => {
  it('says which copy a name means from where, as Node searches', () => {
    expect(resolveFrom(LOCK, 'packages/app', 'left')).toBe('node_modules/left');
    expect(resolveFrom(LOCK, 'packages/lib', 'left')).toBe('packages/lib/node_modules/left');
    expect(resolveFrom(LOCK, 'packages/app', '@ours/lib')).toBe('packages/lib');
    expect(resolveFrom(LOCK, 'packages/app', 'right')).toBeUndefined();
  });

  it('says what ships with a package, without what only its tests need', () => {
    const closure = productionClosure(LOCK, ['packages/app']);
    expect(closure).toEqual(['packages/app', 'node_modules/left', 'packages/lib', 'packages/lib/node_modules/left']);
  });

  it('of this workspace ships React in the dashboard, and no test runner', () => {
    const names = shippedPackages(readLock()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['react', 'react-dom', 'fastify', 'cassandra-driver']));
    expect(names).not.toContain('vitest');
  });
});

describe('licences', () => {
  const one = (name: string, license?: string): Installed => ({
    name,
    path: `node_modules/${name}`,
    entry: { version: '1.0.0', ...(license === undefined ? {} : { license }) },
  });

  it('are allowed by name, or by one of a choice', () => {
    expect(licenceFaults([one('a', 'MIT'), one('b', '(GPL-3.0-only OR MIT)'), one('c', 'Apache-2.0 AND MIT')], undefined, {})).toEqual([]);
  });

  it.each([['GPL-3.0-only'], ['MIT AND GPL-3.0-only'], ['SEE LICENSE IN terms.txt'], [undefined]])(
    'that are not allowed are found: %s',
    (licence) => {
      expect(licenceFaults([one('planted', licence)], undefined, {})).toEqual([
        `planted@1.0.0: the licence ${licence ?? '(none)'} is not in the list of those allowed`,
      ]);
    },
  );

  it('are excepted by package, for its builds for one machine as well, and an exception that nothing needs is found', () => {
    const packages = [one('tool', 'MPL-2.0'), one('tool-linux-x64', 'MPL-2.0')];
    expect(licenceFaults(packages, undefined, { tool: 'run only' })).toEqual([]);
    expect(licenceFaults([], undefined, { tool: 'run only' })).toEqual(['tool: nothing needs this exception any more']);
    expect(licenceFaults([one('tool-kit', 'MPL-2.0')], undefined, { tool: 'run only' })).toHaveLength(2);
  });
});

describe('dependencies', () => {
  const manifest = { name: 'planted', version: '1.0.0' };

  it('are wanted in one exact version each, but for those that a consumer brings', () => {
    const dependencies = { a: '1.2.3', b: 'npm:typescript@7.0.2', c: '1.0.0-rc.1' };
    expect(rangeFaults({ ...manifest, dependencies, peerDependencies: { react: '>=18' } })).toEqual([]);
  });

  it.each(['^1.0.0', '~1.0.0', '>=1', '*', 'latest', '1.x', 'npm:typescript@^7', 'github:a/b'])(
    'that are a range are found: %s',
    (range) => {
      const fault = [`planted: a is wanted as ${range}, which is not one version`];
      expect(rangeFaults({ ...manifest, dependencies: { a: range } })).toEqual(fault);
      expect(rangeFaults({ ...manifest, devDependencies: { a: range } })).toEqual(fault);
      expect(rangeFaults({ ...manifest, overrides: { a: range } })).toEqual(fault);
    },
  );

  it('that must be one are found when they are two', () => {
    expect(singletonFaults(LOCK, { tester: 'why' })).toEqual([]);
    expect(singletonFaults(LOCK, { left: 'why' })).toEqual(['left is locked in 2 versions (1.0.0, 2.0.0): why']);
  });

  it('with an install script are found unless someone has decided, and so is a decision about none', () => {
    expect(scriptFaults(LOCK, { left: false })).toEqual([]);
    expect(scriptFaults(LOCK, {})).toEqual(['left has an install script, and allowScripts does not list it']);
    expect(scriptFaults(LOCK, { left: false, right: false })).toEqual(['right is in allowScripts, but has no install script any more']);
  });
});

describe('the audit', () => {
  const advisory = { url: 'https://github.com/advisories/GHSA-plan-ted0-0001', title: 'Planted', severity: 'high' };
  const report = JSON.stringify({ auditReportVersion: 2, vulnerabilities: { bad: { via: [advisory] }, above: { via: ['bad'] } } });
  const exception = { advisory: 'GHSA-plan-ted0-0001', reason: 'not reached', expires: '2027-01-31' };

  it('tells no answer from no findings', () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } });
    expect(judgeAudit(refused, [], '2026-12-01')).toEqual({ outcome: 'noAnswer', why: '405 Method Not Allowed' });
    expect(judgeAudit('', [], '2026-12-01')).toMatchObject({ outcome: 'noAnswer' });
    expect(judgeAudit('{"auditReportVersion":2,"vulnerabilities":{}}', [], '2026-12-01')).toEqual({ outcome: 'clean', borne: [] });
    expect(outcomeOf({ faults: [], unanswered: '405' })).toBe('NO ANSWER, so nothing is known: 405');
    expect(outcomeOf({ faults: [] })).toBe('passed');
  });

  it('finds a planted vulnerability once, at the package that has it', () => {
    expect(judgeAudit(report, [], '2026-12-01')).toEqual({ outcome: 'findings', findings: [`bad: high: Planted ${advisory.url}`] });
  });

  it('bears one with an exception until that expires', () => {
    expect(judgeAudit(report, [exception], '2027-01-30')).toMatchObject({
      outcome: 'clean',
      borne: [expect.stringContaining('not reached')],
    });
    expect(judgeAudit(report, [exception], '2027-01-31')).toMatchObject({
      outcome: 'findings',
      findings: ['the exception for GHSA-plan-ted0-0001 expired on 2027-01-31', expect.stringContaining('Planted')],
    });
  });
});

describe('a skipped test', () => {
  it.each([
    "it.skipIf(x)('reads a socket (skipped where there is no /proc)', () => {});",
    'describe.runIf(x)(`beside ${a} (skipped where Python cannot install it)`, () => {});',
    "it.skip.each([1])('%i (skipped until the driver speaks v6)', () => {});",
    "it('one', (context) => context.skip('no Chromium'));",
    "cursor.skip(3); it('one', () => {});",
  ])('with a reason is accepted: %s', (text) => {
    expect(skipFaults('a.test.ts', text)).toEqual([]);
  });

  it.each([
    ["it.skip('one', () => {});", '.skip without "(skipped where …)" in the title'],
    ["test.todo('one');", '.todo without "(skipped where …)" in the title'],
    ["describe.skipIf(x)('one', () => {});", '.skipIf without "(skipped where …)" in the title'],
    ["it.runIf(x).each([1])('one', () => {});", '.runIf without "(skipped where …)" in the title'],
    ["it('one', (context) => context.skip());", 'skip() without a reason'],
  ])('without one is found: %s', (text, fault) => {
    expect(skipFaults('a.test.ts', `\n${text}`)).toEqual([`a.test.ts:2: ${fault}`]);
  });
});

describe('what a long-running program loads', () => {
  it.each([
    "import { a } from './a.ts';",
    "type A = import('./a.ts').A;",
    "const { a } = await import('./a.ts');",
    "// await import('./a.ts')",
    "const text = 'require(1)';",
  ])('before it begins to work is accepted: %s', (text) => {
    expect(lateImportFaults('a.ts', text)).toEqual([]);
  });

  it.each([
    ["const load = () => import('./a.ts');", 'import'],
    ["const later = import('./a.ts');", 'import'],
    ["const load = async () => await import('./a.ts');", 'import'],
    ["held ??= import('./a.ts').catch(() => undefined);", 'import'],
    ["const { a } = require('./a.cjs');", 'require'],
    ['const load = module.createRequire(import.meta.url);', 'createRequire'],
  ])('only while it works is found: %s', (text, loader) => {
    const fault = `a.ts:2: ${loader}(…) loads a module when it is called; import it at the top`;
    expect(lateImportFaults('a.ts', `\n${text}`)).toEqual([fault]);
  });
});

describe('npm run gate', () => {
  const GATES = ['licences', 'scripts', 'ranges', 'singletons', 'skips', 'late-imports'];
  let copy: WorkspaceCopy;
  const run = (): ReturnType<WorkspaceCopy['run']> => copy.run('tsx', join('tools', 'gates', 'main.ts'), ...GATES);

  beforeAll(() => {
    copy = copyWorkspace();
    // The check itself runs the gates on them. To read them here would make every test of the workspace an input of this one.
    copy.removeTests();
  }, SLOW_MS);

  afterAll(() => copy.remove());

  it(
    'passes the workspace as it is, and fails it with a fault planted for each gate',
    () => {
      expect(run()).toMatchObject({ exitCode: 0 });
      plant(copy.folder);
      const { exitCode, output } = run();
      expect(exitCode).toBe(1);
      for (const gate of GATES) expect(output).toContain(`${gate}: FAILED, 1 found`);
    },
    SLOW_MS,
  );

  it('names the gates to who asks for one that is not there', () => {
    const { exitCode, output } = copy.run('tsx', join('tools', 'gates', 'main.ts'), 'license');
    expect(exitCode).toBe(64);
    expect(output).toContain('licences, scripts, ranges');
  });
});

/** A licence, an install script and a second React in the lock; a range; a skipped test; a module loaded late. */
function plant(folder: string): void {
  const lockFile = join(folder, 'package-lock.json');
  const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, Record<string, unknown>> };
  Object.assign(lock.packages['node_modules/fastify'] ?? {}, { license: 'AGPL-3.0-only' });
  lock.packages['node_modules/planted'] = { version: '1.0.0', hasInstallScript: true };
  lock.packages['packages/ring/node_modules/react'] = { version: '18.0.0' };
  writeFileSync(lockFile, JSON.stringify(lock));
  const manifestFile = join(folder, 'packages/ring/package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(manifestFile, JSON.stringify({ ...manifest, dependencies: { '@ringside/core': '^0.1.0' } }));
  writeFileSync(join(folder, 'packages/ring/src/planted.test.ts'), "\nit.skip('one', () => {});\n");
  appendFileSync(join(folder, 'packages/api/src/routes.ts'), "\nexport const planted = () => import('./snapshot-tag.ts');\n");
}
