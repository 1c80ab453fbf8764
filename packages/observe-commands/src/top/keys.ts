import type { CommandContext } from '@ringside/cli-kit';

type Terminal = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown };

const CTRL_C = '\u0003';

/** Tells of the key `q`, and of Ctrl-C, which a terminal that passes on each key sends as one. */
export interface Keys {
  /** Aborts when one of them is pressed; never where nobody types. */
  readonly ended: AbortSignal;
  /** Gives the terminal back. */
  close(): void;
}

/** Listens to the keyboard while something is shown. */
export function listenForEnd({ io }: CommandContext): Keys {
  const ending = new AbortController();
  const input: Terminal | undefined = io.input?.();
  if (input?.isTTY !== true || input.setRawMode === undefined) return { ended: ending.signal, close: () => undefined };
  const pressed = (keys: Buffer | string): void => {
    const typed = String(keys);
    if (typed.includes('q') || typed.includes(CTRL_C)) ending.abort();
  };
  input.setRawMode(true);
  input.on('data', pressed);
  input.resume();
  return {
    ended: ending.signal,
    close: () => {
      input.off('data', pressed);
      input.setRawMode?.(false);
      input.pause();
    },
  };
}
