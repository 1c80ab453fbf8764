import { expect, it } from 'vitest';
import { readArguments, type Request } from './arguments.ts';
import { planStep } from './plan.ts';
import { readProjects } from './projects.ts';
import { inTracks } from './tracks.ts';

const projects = readProjects();
const { steps, projects: all } = readArguments([], projects) as Request;
const planned = steps.map((step) =>
  planStep(step, projects, { projects: all, change: undefined, machine: { index: 0, total: 1 }, share: () => [] }),
);

/** What begins and ends, in order. A step ends when the one named for it has begun, at once where none is. */
async function logOf(hasRoom: boolean, waitsFor: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const log: string[] = [];
  await inTracks(planned, hasRoom, async ({ step: { name } }) => {
    log.push(`${name} begins`);
    await expect.poll(() => log).toContain(`${waitsFor[name] ?? name} begins`);
    log.push(`${name} ends`);
  });
  return log;
}

it('runs what is quick before everything else, and each step once', async () => {
  const log = await logOf(true);
  const begun = log.flatMap((line) => (line.endsWith(' begins') ? [line.slice(0, -' begins'.length)] : []));
  expect(begun.slice(0, 6)).toEqual(['format', 'lock', 'supply-chain', 'lint', 'types', 'api']);
  expect(begun.toSorted()).toEqual(steps.map(({ name }) => name).toSorted());
  expect(log.indexOf('api ends')).toBeLessThan(log.indexOf('real-cluster begins'));
});

it('runs tests on rings beside what computes, where there is room', async () => {
  // Each ends only once the other one has begun.
  const log = await logOf(true, { 'real-cluster': 'workspace', workspace: 'real-cluster' });
  expect(log).toHaveLength(2 * steps.length);
});

it('builds the documentation before what serves it or looks at it', async () => {
  // So late that what looks at it would have begun.
  const log = await logOf(true, { docs: 'pack' });
  for (const step of ['real-cluster', 'docs-pages']) expect(log.indexOf('docs ends')).toBeLessThan(log.indexOf(`${step} begins`));
});

it('runs one step at a time where there is none', async () => {
  const log = await logOf(false);
  const begun = log.filter((line) => line.endsWith(' begins'));
  expect(log).toEqual(begun.flatMap((line) => [line, line.replace(/begins$/, 'ends')]));
});

it('gives what the steps gave in their own order', async () => {
  expect(await inTracks(planned, true, ({ step }) => Promise.resolve(step.name))).toEqual(steps.map(({ name }) => name));
});
