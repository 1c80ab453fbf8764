import type { LevelAnswers, RingModel } from './model';
import type { RingState } from './state';

/** Says a list as people do: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The result in words. */
export function tell({ key, tokens }: RingState, { ring, token, range, replicas, answers, isAlive }: RingModel): string {
  const holders = replicas.map(({ id, rack }) => `${id} in ${rack}${isAlive(id) ? '' : ' (down)'}`);
  const total = ring.tokens.length;
  return [
    `The token of ${key} is ${token}, in the range from ${range.start} (not included) to ${range.end}.`,
    `Its ${replicas.length === 1 ? 'replica is' : 'replicas are, in this order,'} ${listed(holders)}.`,
    `For this key ${byAnswer(answers)}.`,
    everyRange(answers, total),
    ...(tokens === 1 ? [] : [`(Each node has ${tokens} random tokens.)`]),
  ].join(' ');
}

function byAnswer(answers: readonly LevelAnswers[]): string {
  const name = (some: readonly LevelAnswers[]): string => listed(some.map(({ levels }) => levels[0] ?? ''));
  const yes = answers.filter(({ key }) => key);
  const no = answers.filter(({ key }) => !key);
  if (no.length === 0) return 'every level answers';
  if (yes.length === 0) return 'no level answers';
  return `${name(yes)} ${yes.length === 1 ? 'answers' : 'answer'}, ${name(no)} ${no.length === 1 ? 'does' : 'do'} not`;
}

function everyRange(answers: readonly LevelAnswers[], total: number): string {
  const partly = answers.filter(({ ranges }) => ranges < total);
  if (partly.length === 0) return 'Every range of the ring answers at every level.';
  const parts = partly.map(({ levels, ranges }, at) => `${ranges}${at === 0 ? ' still answer' : ''} at ${levels[0]}`);
  return `Of the ring’s ${total} ranges ${listed(parts)}.`;
}
