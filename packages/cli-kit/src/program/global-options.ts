import { flag, option, type OptionSpec, optionWithSource } from '../table/option.ts';
import type { OptionsOf } from '../table/options.ts';
import { duration, text } from '../table/value-type.ts';

/** The options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS = {
  json: flag('--json', 'Print one JSON value on standard output, and errors as JSON on standard error'),
  sidecar: option('--sidecar <url>', text, 'The sidecar to ask', {
    env: 'RINGSIDE_SIDECAR',
    defaultText: 'the ring of the state folder, else http://127.0.0.1:9043',
  }),
  tokenFile: optionWithSource('--token-file <file>', text, 'A file with the token for the sidecar, which only you can read', {
    env: 'RINGSIDE_TOKEN_FILE',
  }),
  caFile: option('--ca-file <file>', text, 'Authorities to trust in place of the system’s, PEM', { env: 'RINGSIDE_CA_FILE' }),
  certFile: option('--cert-file <file>', text, 'A client certificate for the sidecar, PEM', { env: 'RINGSIDE_CERT_FILE' }),
  keyFile: option('--key-file <file>', text, 'The key of that certificate, PEM, which only you can read', { env: 'RINGSIDE_KEY_FILE' }),
  directory: option('--directory <folder>', text, 'The state folder of the local ring', {
    env: 'RINGSIDE_HOME',
    defaultText: '.ringside here or in a folder above',
  }),
  timeoutMs: option('--timeout <duration>', duration({ atLeast: 1 }), 'How long one request may take', {
    defaultText: 'as long as the sidecar may take',
  }),
  color: flag('--no-color', 'No colours (also with NO_COLOR set, or when the output is not a terminal)'),
  verbose: flag('--verbose', 'Say more: what is asked, and the stack of an error'),
};

/** The values of the options that every command has. */
export type GlobalOptions = OptionsOf<typeof GLOBAL_OPTIONS>;

/** {@link GLOBAL_OPTIONS} as data. */
export const GLOBAL_OPTION_SPECS: readonly OptionSpec[] = Object.values(GLOBAL_OPTIONS).map(({ spec }) => spec);
