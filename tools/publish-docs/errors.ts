import { defineErrors, type ErrorKinds } from '@ringside/core';

/** How publishing the documentation fails. */
export const docsErrors: ErrorKinds<
  | 'DOCS_BRANCH_FOREIGN'
  | 'DOCS_BUILD_INCOMPLETE'
  | 'DOCS_PUSH_CONTENDED'
  | 'DOCS_PUSH_REFUSED'
  | 'DOCS_REMOTE_UNAVAILABLE'
  | 'DOCS_SOURCE_DIRTY'
  | 'DOCS_SOURCE_NOT_NEWER'
> = defineErrors('publish-docs', {
  DOCS_BRANCH_FOREIGN: {
    what: '{branch} holds {file}, which publish-docs did not write',
    remedy: 'Take that file off the branch, or pass --keep-foreign to leave what is foreign as it is.',
    status: 409,
    exit: 65,
  },
  DOCS_BUILD_INCOMPLETE: {
    what: 'The build in {folder} cannot be published: {reason}',
    remedy: 'Build the site again, to its end, and publish that.',
    status: 400,
    exit: 65,
  },
  DOCS_PUSH_CONTENDED: {
    what: '{branch} was changed by somebody else during each of {count} attempts',
    remedy: 'Publish again when the others are done; nothing was overwritten.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  DOCS_PUSH_REFUSED: {
    what: '{remote} refused {what}: {reason}',
    remedy: 'Use credentials that may write to the branch, or have it opened for them.',
    status: 403,
    exit: 77,
  },
  DOCS_REMOTE_UNAVAILABLE: {
    what: '{remote} cannot be reached: {reason}',
    remedy: 'Check the address and the network, then publish again.',
    status: 502,
    exit: 69,
    retryable: true,
  },
  DOCS_SOURCE_DIRTY: {
    what: '{folder} has a change that is not committed: {file}',
    remedy: 'Commit or remove it, build again, then publish.',
    status: 409,
    exit: 65,
  },
  DOCS_SOURCE_NOT_NEWER: {
    what: '{version} was published from {published}, which {commit} does not follow',
    remedy: 'Publish from a later commit, or replace it on purpose with --replace-commit.',
    status: 409,
    exit: 65,
  },
});
