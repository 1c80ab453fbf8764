/** Why a text is no value, or a state no possible one, in words for the reader. */
export class Problem {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** One named part of a picture's state: how it is written in MDX and in the address, and how it is read back. */
export interface Field<Value> {
  /** What it is when neither the page nor the address says otherwise. */
  readonly initial: Value;
  /** The value that a text means; a problem says what is wrong with the value only ("is not …"), the name is put before it. */
  read(text: string): Value | Problem;
  /** The shortest text that reads back as the value. */
  write(value: Value): string;
  /** Values worth trying; the tests put every picture through all of them. */
  readonly examples: readonly Value[];
}

/** A whole number of a range. */
export function whole({ initial, min, max }: { initial: number; min: number; max: number }): Field<number> {
  return {
    initial,
    examples: [initial, min, max],
    write: String,
    read(text) {
      const value = /^-?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : new Problem(`must be a whole number from ${min} to ${max}, not ${quoted(text)}`);
    },
  };
}

/** One of a few words or numbers. */
export function choice<Value extends string | number>(values: readonly Value[], initial: Value): Field<Value> {
  return {
    initial,
    examples: values,
    write: String,
    read: (text) =>
      values.find((value) => String(value) === text) ?? new Problem(`must be one of ${values.join(', ')}, not ${quoted(text)}`),
  };
}

/** Any text up to a length. */
export function text({
  initial,
  maxLength = 200,
  examples = [],
}: {
  initial: string;
  maxLength?: number;
  examples?: readonly string[];
}): Field<string> {
  return {
    initial,
    examples: [initial, ...examples],
    write: (value) => value,
    read: (given) => (given.length <= maxLength ? given : new Problem(`must be at most ${maxLength} characters long, not ${given.length}`)),
  };
}

/** Some of the whole numbers of a range, in ascending order and each once; written `2+5`, and as nothing when there is none. */
export function someOf({ initial = [], min, max }: { initial?: readonly number[]; min: number; max: number }): Field<readonly number[]> {
  const one = whole({ initial: min, min, max });
  return {
    initial,
    examples: [initial, [], [min], [min, max]],
    write: (values) => values.join('+'),
    read(given) {
      const values = given === '' ? [] : given.split(/[+, ]+/).map((each) => one.read(each));
      const wrong = values.find((value) => value instanceof Problem);
      return wrong ?? [...new Set(values as number[])].toSorted((a, b) => a - b);
    },
  };
}

/** A text between quotes, shortened. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}…` : text);
}
