import { diffArrays } from 'diff';
import { comparable, type Vary } from '../../plugins/fences/vary.ts';

const CONTEXT = 2;

/** How what was printed differs from what is shown, line by line (`-` shown, `+` printed); empty when only what may vary does. */
export function drift(shown: string, printed: string, vary: readonly Vary[]): string {
  const changes = diffArrays([...comparable(shown, vary)], [...comparable(printed, vary)]);
  if (changes.every(({ added, removed }) => !added && !removed)) return '';
  return changes
    .flatMap(({ value, added, removed }) => {
      if (added) return value.map((line) => `+ ${line}`);
      return removed ? value.map((line) => `- ${line}`) : shorten(value.map((line) => `  ${line}`));
    })
    .join('\n');
}

function shorten(lines: readonly string[]): readonly string[] {
  return lines.length <= 2 * CONTEXT + 1 ? lines : [...lines.slice(0, CONTEXT), '  …', ...lines.slice(-CONTEXT)];
}
