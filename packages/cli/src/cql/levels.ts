/** The levels that a statement may be sent at: those of @ringside/cqlsh, named here so that help needs no driver (a test compares them). */
export const CONSISTENCY_LEVEL_CHOICES: readonly string[] =
  'ANY ONE TWO THREE QUORUM ALL LOCAL_QUORUM EACH_QUORUM SERIAL LOCAL_SERIAL LOCAL_ONE'.split(' ');
