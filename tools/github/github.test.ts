import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFromRoot, trackedFiles } from './files.ts';
import { type Label, labelFaults } from './label-faults.ts';
import { ownerFaults } from './owner-faults.ts';
import { schemaFaults, schemaOf } from './schema-faults.ts';
import { type Update, updateFaults } from './update-faults.ts';
import { workflowFaults } from './workflow-faults.ts';

const LABELS = '.github/labels.yml';
const files = trackedFiles();
const ours = files.filter((file) => /^\.github\/.*\.ya?ml$/.test(file) && file !== LABELS);
const forms = ours.filter((file) => schemaOf(file) === 'github-issue-forms');
const workflows = ours.filter((file) => schemaOf(file) === 'github-workflows');
const dependabot = parse(readFromRoot('.github/dependabot.yml')) as { updates: (Update & { labels?: string[] })[] };

describe('the files of .github', () => {
  it.each(ours)('%s fits the schema for its place', (file) => {
    expect(schemaFaults(file, readFromRoot(file))).toEqual([]);
  });

  it.each([
    ['.github/ISSUE_TEMPLATE/bug.yml', 'type: textarea', 'type: textfield', /body\/0/],
    ['.github/ISSUE_TEMPLATE/bug.yml', 'name: Something', 'nome: Something', /name/],
    ['.github/ISSUE_TEMPLATE/bug.yml', 'labels: [bug]', 'labels: [bug', /flow collection|Flow/i],
    ['.github/ISSUE_TEMPLATE/config.yml', 'about:', 'above:', /about/],
    ['.github/dependabot.yml', 'interval: weekly', 'interval: sometimes', /interval/],
    ['.github/dependabot.yml', 'package-ecosystem: npm', 'package-ecosystem: yarn', /package-ecosystem/],
    ['.github/workflows/dependency-review.yml', 'runs-on:', 'run-on:', /runs-on|run-on/],
    ['.github/elsewhere.yml', '', '', /no schema for this place/],
  ])('%s with %j as %j would not', (file, right, wrong, fault) => {
    const text = file.includes('elsewhere') ? 'a: 1\n' : readFromRoot(file);
    expect(text).toContain(right);
    expect(schemaFaults(file, text.replace(right, wrong)).join('\n')).toMatch(fault);
  });

  it('offer a form for what is wrong, and lead away what belongs elsewhere', () => {
    const { contact_links: links } = parse(readFromRoot('.github/ISSUE_TEMPLATE/config.yml')) as { contact_links: { url: string }[] };
    const listed = JSON.parse(readFromRoot('docs-site/external-links.json')) as { url: string }[];
    const known = new Set(listed.map(({ url }) => url));
    expect(links.map(({ url }) => url).filter((url) => !known.has(url))).toEqual([]);
    expect(forms.length).toBeGreaterThanOrEqual(2);
    expect(files).toEqual(expect.arrayContaining(['SECURITY.md', '.github/pull_request_template.md']));
  });
});

describe('labels', () => {
  const labels = parse(readFromRoot(LABELS)) as Label[];
  const set = (file: string): readonly string[] => (parse(readFromRoot(file)) as { labels?: string[] }).labels ?? [];
  const used = {
    ...Object.fromEntries(forms.map((file) => [file, set(file)])),
    'dependabot.yml': dependabot.updates.flatMap((update) => update.labels ?? []),
  };

  it('that a form or Dependabot sets are those that there are', () => {
    expect(Object.values(used).every((names) => names.length > 0)).toBe(true);
    expect(labelFaults(labels, used)).toEqual([]);
  });

  it('that are missing, unused or malformed are found', () => {
    const planted = [...labels, { name: 'later', color: 'red', description: 'x'.repeat(101) }];
    expect(labelFaults(planted, { ...used, 'a.yml': ['bgu'] })).toEqual([
      'a.yml: no label "bgu"',
      'label "later" is set by nothing',
      'label "later" has no colour of six hex digits',
      'label "later" is described in over 100 characters',
    ]);
  });
});

describe('CODEOWNERS', () => {
  const text = readFromRoot('.github/CODEOWNERS');

  it('gives every file a team, with no line that decides nothing', () => {
    expect(ownerFaults(text, files)).toEqual([]);
  });

  it.each([
    ['/docs-site/figures/ ', '/docs-site/no-such/ ', 'matches no file'],
    ['/SECURITY.md ', '/SECURITY ', '/SECURITY matches no file'],
    ['/SECURITY.md ', '*.md ', 'is neither * nor a folder/ or file from the root'],
    ['@ringside/documentation', '@somebody', '@somebody is not a team'],
    ['/.ci/                               @ringside/security', '/.ci/', '/.ci/ has no owner'],
    ['/packages/sidecar/src/listen/', '*', 'later lines take all that /.ci/ matches'],
    [/^\*.*$/m, '', 'nobody owns'],
  ])('with %s as %j is refused: %s', (right, wrong, fault) => {
    const planted = text.replace(right, wrong);
    expect(planted).not.toBe(text);
    expect(ownerFaults(planted, files).join('\n')).toContain(fault);
  });
});

describe('dependabot.yml', () => {
  const manifests = files.filter((file) => /^(?:package|(?:docs-site|tools|packages\/[^/]+)\/package)\.json$/.test(file));
  const packages = manifests.flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(readFromRoot(file)) as Record<
      'dependencies' | 'devDependencies',
      object | undefined
    >;
    return Object.keys({ ...dependencies, ...devDependencies });
  });

  it('covers every ecosystem that there is, and each pattern of a group takes a package', () => {
    expect(updateFaults(dependabot.updates, files, packages)).toEqual([]);
  });

  it('would be found to lack a pom, to keep what is gone, and to have a pattern for nothing', () => {
    expect(updateFaults(dependabot.updates, [...files, 'packages/cluster/pom.xml'], packages)).toEqual([
      'maven /packages/cluster: nobody updates it',
    ]);
    const docker = { 'package-ecosystem': 'docker', directory: '/' };
    expect(updateFaults([...dependabot.updates, docker], files, packages)).toEqual(['docker /: there is nothing to update']);
    const [npm, ...others] = dependabot.updates;
    const groups = { ...npm?.groups, more: { patterns: ['nx', 'left-*'] } };
    expect(updateFaults([{ ...npm, groups } as Update, ...others], files, packages)).toEqual([
      'group more: nx takes no package',
      'group more: left-* takes no package',
    ]);
  });
});

describe('workflows', () => {
  it.each(workflows)('%s pins its actions, only reads, and ends', (file) => {
    const text = readFromRoot(file);
    expect(workflowFaults(text, parse(text) as object)).toEqual([]);
  });

  it('number one at most: the rest is for CircleCI, which anyone can run at home', () => {
    expect(workflows).toHaveLength(1);
  });

  const [file = ''] = workflows;
  it.each([
    [/@[\da-f]{40}/, '@v4', 'is not pinned to a commit'],
    [/@[\da-f]{40}/, '@2031cfc', 'is not pinned to a commit'],
    [/ # v[\d.]+/, '', 'does not say which version it is'],
    [/ +timeout-minutes: 5\n/, '', 'job review has no timeout-minutes'],
    ['contents: read', 'contents: write', 'the workflow may do more than read'],
    ['permissions:\n  contents: read\n', '', 'the workflow may do more than read'],
    ['    timeout-minutes', '    permissions: write-all\n    timeout-minutes', 'job review may do more than read'],
    ['pull_request:', 'pull_request_target:', 'pull_request_target gives strangers rights'],
  ])('with %s as %j is unsafe', (right, wrong, fault) => {
    const text = readFromRoot(file);
    const planted = text.replace(right, wrong);
    expect(planted).not.toBe(text);
    expect(workflowFaults(planted, parse(planted) as object).join('\n')).toContain(fault);
  });
});
