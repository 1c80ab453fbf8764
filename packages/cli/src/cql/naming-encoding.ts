import { isOpsError, reworded } from '@ringside/core';

/** The error with the option of this command in its remedy, where naming an encoding helps: a library does not know the option. */
export function namingEncoding<Thrown>(thrown: Thrown): Thrown {
  if (!isOpsError(thrown) || typeof thrown.details?.['encoding'] !== 'string') return thrown;
  const remedy = thrown.remedy.replace(/name that encoding: |such as /, '$&--encoding ');
  return reworded(thrown, { remedy, cause: thrown.cause }) as Thrown & typeof thrown;
}
