import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A program on a terminal of its own, as a person has it. */
export interface PseudoTerminal {
  /** All that was shown so far, what the terminal itself echoed included. */
  shown(): string;
  /** Waits until a text is shown behind what was waited for before. */
  waitFor(text: string): Promise<void>;
  type(text: string): void;
  /** Waits for the end. @returns the exit code */
  end(): Promise<number>;
}

/** Whether {@link onTerminal} works here: `script` of util-linux makes the terminal. */
export const hasPseudoTerminal: boolean = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

const MOST_MS = 60_000;
const POLL_MS = 20;

/** Starts a program on a pseudo-terminal. */
export function onTerminal(words: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): PseudoTerminal {
  const line = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let shown = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  return {
    shown: () => shown,
    waitFor: async (text) => {
      const endMs = performance.now() + MOST_MS;
      while (!shown.includes(text, seen)) {
        if (child.exitCode !== null || performance.now() > endMs) throw new Error(`${text} was not shown, but:\n${shown}`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      seen = shown.indexOf(text, seen) + text.length;
    },
    type: (text) => void child.stdin.write(text),
    end: async () => Number((await ended)[0]),
  };
}
