import { defineErrors, type ErrorKinds } from '@ringside/core';

/** Failures of the machine that a program runs on. */
export const hostErrors: ErrorKinds<
  'ADDRESS_IN_USE' | 'ADDRESS_MISSING' | 'CACHE_NOT_WRITABLE' | 'JVM_REFUSED' | 'MEMORY_SHORT' | 'OUT_OF_PORTS'
> = defineErrors('host', {
  ADDRESS_IN_USE: {
    what: '{address}:{port} is in use by {process}',
    remedy: 'Stop that program, or use another port.',
    status: 409,
    exit: 69,
  },
  ADDRESS_MISSING: {
    what: '{address} is not an address of this machine',
    remedy: 'Add it to the loopback interface.',
    status: 500,
    exit: 71,
  },
  CACHE_NOT_WRITABLE: {
    what: 'Cannot write the cache folder {folder}',
    remedy: 'Make the folder writable, or use another one.',
    status: 500,
    exit: 73,
  },
  JVM_REFUSED: {
    what: 'The JVM of process {pid} cannot be attached to: {reason}',
    remedy: 'Put what was to be attached into the options of its next start, and restart it.',
    status: 409,
    exit: 69,
  },
  MEMORY_SHORT: {
    what: '{needed} of memory are needed; {available} are available',
    remedy: 'Close other programs, or ask for less.',
    status: 507,
    exit: 71,
  },
  OUT_OF_PORTS: {
    what: 'No free loopback address block was found',
    remedy: 'Stop rings that are no longer needed.',
    status: 500,
    exit: 71,
    retryable: true,
  },
});
