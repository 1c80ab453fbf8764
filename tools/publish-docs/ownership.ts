/**
 * What to do when git refuses a repository because another user owns it.
 *
 * @returns undefined when that is not what git complains of
 */
export function ownershipRemedy(errorLines: readonly string[]): string | undefined {
  const text = errorLines.join('\n');
  if (!/dubious ownership/.test(text)) return undefined;
  const folder = /dubious ownership in repository at '([^']*)'/.exec(text)?.[1];
  const path = folder === undefined ? 'FOLDER' : `'${folder}'`;
  return `If you trust it, run git config --global --add safe.directory ${path}, or publish as the user who owns it.`;
}
