import type { Token } from '../split/tokens.ts';
import type { ShellState } from './state.ts';

/** What a command gets: the state of the shell, and the words behind its name. */
export interface CommandCall {
  readonly state: ShellState;
  readonly args: readonly Token[];
  readonly signal: AbortSignal | undefined;
}
