import { matching, parameter, type Parameter, text } from '@ringside/route-kit';

/** A parameter whose text stays as it is, if it matches. */
export function named(doc: string, pattern: RegExp): Parameter<string, string, true> {
  return parameter({ doc, schema: text({ pattern: pattern.source }), read: matching(pattern) });
}
