/** One step of a sequence: a message from one lane to another, or what a lane does by itself. */
export type Step =
  | { readonly kind: 'message'; readonly from: number; readonly to: number; readonly text: string; readonly arrives: boolean }
  | { readonly kind: 'deed'; readonly at: number; readonly text: string };

/** A picture of who says what to whom, in order. */
export interface SequencePlan {
  readonly lanes: readonly string[];
  readonly steps: readonly Step[];
}

/**
 * Reads what a page writes: `lanes="client | node1"` and `steps="client > node1: INSERT | node1: keeps it | node1 x> client: lost"`.
 *
 * @throws Error that names the step, when it names no lane or says nothing
 */
export function readSequence(lanes: string, steps: string): SequencePlan {
  const names = parts(lanes);
  return { lanes: names, steps: parts(steps).map((step) => readStep(step, names)) };
}

/** The parts of a list that `|` divides. */
export function parts(list: string): readonly string[] {
  return list.split('|').map((part) => part.trim());
}

/** The sequence in a sentence for each step, for those who do not see it. */
export function tellSequence({ lanes, steps }: SequencePlan): string {
  return steps
    .map((step) => {
      if (step.kind === 'deed') return `${lanes[step.at]}: ${step.text}.`;
      return `${lanes[step.from]} to ${lanes[step.to]}: ${step.text}${step.arrives ? '' : ' (does not arrive)'}.`;
    })
    .join(' ');
}

function readStep(step: string, lanes: readonly string[]): Step {
  const [, who = '', what = ''] = /^([^:]+):\s*(.+)$/.exec(step) ?? [];
  const [, sender = who, sign = '', receiver = ''] = /^(.+?)\s+(x?>)\s+(.+)$/.exec(who) ?? [];
  const [from, to] = [lanes.indexOf(sender.trim()), lanes.indexOf(receiver.trim())];
  if (what === '' || from < 0 || (sign !== '' && (to < 0 || to === from))) throw new Error(`No step of this picture: "${step}"`);
  return sign === '' ? { kind: 'deed', at: from, text: what } : { kind: 'message', from, to, text: what, arrives: sign === '>' };
}
