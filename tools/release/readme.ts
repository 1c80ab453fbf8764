/** A program in a README, and what it says it prints. */
export interface Example {
  readonly code: string;
  /** One line for each `console.log(…); // line`, in order. */
  readonly prints: readonly string[];
}

/** The JavaScript examples of a README: its `js` fences. */
export function examplesOf(readme: string): readonly Example[] {
  return [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => ({
    code,
    prints: [...code.matchAll(/^\s*(?:console\.log|await \w+)\(.*\); \/\/ (.*)$/gm)].map(([, line = '']) => line),
  }));
}
