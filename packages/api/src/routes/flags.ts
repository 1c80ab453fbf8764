import { oneOf, type Parameter, parameter, text } from '@ringside/route-kit';

/** `true` in any case; every other text is false, as for Apache's sidecar. */
export const includeSecondaryIndexFiles: Parameter<boolean, boolean, true> = parameter({
  doc: '`true` lists the files of secondary indexes too.',
  schema: text(),
  read: (given) => given.toLowerCase() === 'true',
});

/** Keeps a sidecar from asking others. */
export const alone: Parameter<boolean, boolean, true> = parameter({
  doc: 'True asks no other sidecar where the own node does not answer; false by default.',
  schema: oneOf('true', 'false'),
  read: (word) => (word === 'true' ? true : word === 'false' ? false : undefined),
  write: String,
});

/** Whether only sums are asked for: everything but `false`, in any case, is true, as for Apache's sidecar. */
export const summaryOnly: Parameter<boolean, boolean, true> = parameter({
  doc: '`false` lists each connection; only the sums by default.',
  schema: text(),
  read: (given) => given.toLowerCase() !== 'false',
});
