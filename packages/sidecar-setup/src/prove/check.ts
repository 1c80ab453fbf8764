/** What a check of a setup found. */
export interface SetupCheck {
  /** What was checked, in a word or two. */
  readonly name: string;
  /** `waiting`: in order, and takes effect when the node restarts. */
  readonly outcome: 'ok' | 'waiting' | 'problem';
  /** What is there, in a few words. */
  readonly found: string;
  /** What to do, for anything but `ok`. */
  readonly remedy?: string | undefined;
}
