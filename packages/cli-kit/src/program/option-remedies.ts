import { type ErrorKind, errors, type OpsError, reworded } from '@ringside/core';
import { routeKitErrors } from '@ringside/route-kit';

/** What a command adds to the remedies of libraries, which know nothing of its options. */
const WITH_OPTIONS: readonly (readonly [ErrorKind, string])[] = [
  [errors.INTERNAL, 'Report it with the output of the same command and --verbose.'],
  [errors.INVALID_ARGUMENT, 'See --help for what it takes.'],
  [routeKitErrors.SIDECAR_UNAVAILABLE, 'Start a ring with ringside up, or name a sidecar with --sidecar.'],
];

/** The error with the options of the command line in its remedy, where it has no more precise one. */
export function withOptionRemedy(error: OpsError): OpsError {
  const [, remedy] = WITH_OPTIONS.find(([kind]) => kind.is(error) && error.remedy === kind.remedy) ?? [];
  if (remedy !== undefined) return reworded(error, { remedy, cause: error.cause });
  if (errors.OPERATION_TIMED_OUT.is(error) && error.details?.['timeoutMs'] !== undefined)
    return reworded(error, { remedy: error.remedy.replace(/allow more time\.$/, 'allow more time with --timeout.'), cause: error.cause });
  return error;
}
