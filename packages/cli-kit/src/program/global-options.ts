import type { OptionSpec } from './command-spec.ts';
import { readOptionValue } from './option-value.ts';

/** The options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--json', type: 'flag', doc: 'Print one JSON value on standard output, and errors as JSON on standard error' },
  {
    flags: '--sidecar <url>',
    type: 'string',
    doc: 'The sidecar to ask',
    env: 'RINGSIDE_SIDECAR',
    defaultText: 'the ring of the state folder, else http://127.0.0.1:9043',
  },
  {
    flags: '--token-file <file>',
    type: 'string',
    doc: 'A file with the token for the sidecar, which only you can read',
    env: 'RINGSIDE_TOKEN_FILE',
  },
  { flags: '--ca-file <file>', type: 'string', doc: 'Authorities to trust in place of the system’s, PEM', env: 'RINGSIDE_CA_FILE' },
  { flags: '--cert-file <file>', type: 'string', doc: 'A client certificate for the sidecar, PEM', env: 'RINGSIDE_CERT_FILE' },
  {
    flags: '--key-file <file>',
    type: 'string',
    doc: 'The key of that certificate, PEM, which only you can read',
    env: 'RINGSIDE_KEY_FILE',
  },
  {
    flags: '--directory <folder>',
    type: 'string',
    doc: 'The state folder of the local ring',
    env: 'RINGSIDE_HOME',
    defaultText: '.ringside here or in a folder above',
  },
  {
    flags: '--timeout <duration>',
    type: 'duration',
    doc: 'How long one request may take',
    defaultText: 'as long as the sidecar may take',
    minimum: 1,
  },
  { flags: '--no-color', type: 'flag', doc: 'No colours (also with NO_COLOR set, or when the output is not a terminal)' },
  { flags: '--verbose', type: 'flag', doc: 'Say more: what is asked, and the stack of an error' },
];

/** The values of the options that every command has, after parsing. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly sidecar?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly directory?: string;
  readonly timeout?: number;
  readonly color?: boolean;
  readonly verbose?: boolean;
  /** Whether `tokenFile` was not typed: it holds for every command of the shell, whatever that asks. */
  readonly tokenFileFromEnvironment?: boolean;
}

/**
 * Fills in what the command line leaves out from the environment; a variable that is set but empty counts as unset.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a variable whose text is not of its option's type
 */
export function withEnvironment(options: GlobalOptions, env: Readonly<Record<string, string | undefined>>): GlobalOptions {
  const missing = GLOBAL_OPTIONS.flatMap((spec) => {
    const name = memberOf(spec.flags);
    const text = spec.env === undefined ? undefined : env[spec.env];
    return text === undefined || text === '' || Object.hasOwn(options, name) ? [] : [[name, readOptionValue(spec, text)]];
  });
  const found: GlobalOptions = Object.fromEntries(missing);
  return { ...options, ...found, ...(found.tokenFile !== undefined && { tokenFileFromEnvironment: true }) };
}

/** `tokenFile` of `--token-file <file>`. */
function memberOf(flags: string): string {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
