import type { PlannedStep } from './plan.ts';

/**
 * Runs planned steps: first the quick ones, so that cheap faults are found first, then those that mostly wait for rings beside those that compute. Steps of one
 * kind take turns, and each begins after those that it names.
 *
 * @param beside false where the machine can do only one step at a time
 * @param run runs one step to its end
 * @returns what the runs gave, in the order of the steps
 */
export async function inTracks<T>(
  steps: readonly PlannedStep[],
  beside: boolean,
  run: (step: PlannedStep) => Promise<T>,
): Promise<readonly T[]> {
  const ends = new Map<string, Promise<T>>();
  const turns = new Map<string, Promise<T>>();
  const begin = async (planned: PlannedStep, before: readonly string[]): Promise<T> => {
    await Promise.all(before.flatMap((name) => ends.get(name) ?? []));
    const track = beside ? (planned.step.is ?? 'computing') : 'only';
    const turn = (turns.get(track) ?? Promise.resolve()).then(() => run(planned));
    turns.set(track, turn);
    return await turn;
  };
  const [quick, others] = [steps.filter(({ step }) => step.is === 'quick'), steps.filter(({ step }) => step.is !== 'quick')];
  for (const each of quick) ends.set(each.step.name, begin(each, []));
  // Those that wait for none stand first: what others wait for has begun by then.
  for (const each of others.toSorted((a, b) => afters(a).length - afters(b).length))
    ends.set(each.step.name, begin(each, [...quick.map(({ step }) => step.name), ...afters(each)]));
  return await Promise.all(steps.map(({ step }) => ends.get(step.name) as Promise<T>));
}

function afters({ step: { after = [] } }: PlannedStep): readonly string[] {
  return after;
}
