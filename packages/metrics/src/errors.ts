import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a choice of metrics fails with. */
export const metricsErrors: ErrorKinds<'METRIC_PATTERN_INVALID'> = defineErrors('metrics', {
  METRIC_PATTERN_INVALID: {
    what: '{pattern} is not a pattern of metrics: {reason}',
    remedy: 'Write a name in which * stands for any characters, and labels in braces after it: cassandra_table_*{keyspace=shop*}.',
    status: 400,
    exit: 64,
  },
});
