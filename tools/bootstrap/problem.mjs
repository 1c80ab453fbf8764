/** Something that stops the launcher, in words for the person who ran it. */
export class Problem extends Error {
  /**
   * @param {string} message one sentence: what is wrong
   * @param {string} remedy one sentence: what to do about it
   * @param {number} exitCode after sysexits.h, as the `ringside` command has it
   */
  constructor(message, remedy, exitCode) {
    super(message);
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The launcher was interrupted; what it had begun has been stopped. */
export const interrupted = () => new Problem('Interrupted.', 'Run it again when you are ready; it goes on where it was.', 130);
