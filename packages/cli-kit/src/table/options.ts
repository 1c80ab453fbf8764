import type { Option, OptionSpec, Said } from './option.ts';
import { complete } from './record.ts';

/** Options, by the name under which a command gets each. */
export type OptionTable<Options> = { readonly [Name in keyof Options]: Option<Options[Name]> };

/** What a command with this table of options gets. */
export type OptionsOf<Table> = { readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never };

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One option of a command line that is being read. */
export interface OpenOption {
  /** What help and error messages say about it. */
  readonly spec: OptionSpec;
  /**
   * Reads what the command line says for it; nothing for a flag.
   *
   * @throws OpsError `INVALID_ARGUMENT` naming the option
   */
  take(text?: string): void;
}

/** The options of one command line while it is read. */
export interface OpenOptions<Options> {
  /** One for each row of the table, in its order. */
  readonly options: readonly OpenOption[];
  /**
   * What was taken; where nothing was, what the option's variable says. A variable that is set but empty counts as unset.
   *
   * @throws OpsError `INVALID_ARGUMENT` naming the variable
   */
  read(env: Environment): Options;
}

/** Begins to read the options of one command line. */
export function openOptions<Options extends object>(table: OptionTable<Options> | undefined): OpenOptions<Options> {
  const values = absentValues(table);
  const options: (OpenOption & FromEnvironment)[] = [];
  if (table !== undefined) for (const name in table) options.push(openOption(values, name, table[name]));
  return {
    options,
    read(env) {
      for (const option of options) option.fillIn(env);
      return values;
    },
  };
}

/** Reads the options of two tables from one command line. */
export function joinOptions<One, Other>(one: OpenOptions<One>, other: OpenOptions<Other>): OpenOptions<One & Other> {
  return { options: [...one.options, ...other.options], read: (env) => ({ ...one.read(env), ...other.read(env) }) };
}

interface FromEnvironment {
  fillIn(env: Environment): void;
}

function absentValues<Options extends object>(table: OptionTable<Options> | undefined): Options {
  const values: Partial<Options> = {};
  if (table !== undefined) for (const name in table) values[name] = table[name].absent;
  return complete(values, table);
}

function openOption<Options, Name extends keyof Options>(
  values: Options,
  name: Name,
  option: Option<Options[Name]>,
): OpenOption & FromEnvironment {
  const { spec } = option;
  let isSaid = false;
  const say = (said: Said): void => {
    values[name] = option.given(said, values[name]);
    isSaid = true;
  };
  return {
    spec,
    take: (text = '') => say({ text, isFromEnvironment: false }),
    fillIn(env) {
      const text = spec.env === undefined ? undefined : env[spec.env];
      if (!isSaid && text !== undefined && text !== '') say({ text, isFromEnvironment: true });
    },
  };
}
