import { errors } from '@ringside/core';

const MOST_SHOWN = 80;

/**
 * What was read of a text.
 *
 * @throws OpsError `INVALID_ARGUMENT` with the rule as its remedy where nothing was
 */
export function required<Value>(value: Value | undefined, text: string, rule: string): Value {
  if (value !== undefined) return value;
  throw errors.INVALID_ARGUMENT({
    message: `${JSON.stringify(text).slice(0, MOST_SHOWN)} cannot be used as a name`,
    remedy: rule,
  });
}
