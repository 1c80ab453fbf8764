/** The types that a configuration value can have. A duration is held in milliseconds, a size in bytes. */
export type ConfigType = 'integer' | 'number' | 'boolean' | 'string' | 'duration' | 'bytes' | 'string[]';

/** A configuration value after it has been read. */
export type ConfigValue = number | boolean | string | readonly string[] | undefined;

/** One key of a configuration: everything the program and the documentation know of it. */
export interface ConfigKey {
  /** The dotted path in the configuration file, such as `listen.port`. */
  readonly key: string;
  /**
   * How a value is read and checked. A `duration` becomes milliseconds (`10s` is 10,000) and `bytes` a number of bytes; a `string[]` is
   * separated by commas in the environment.
   */
  readonly type: ConfigType;
  /** The unit of a number when its type does not say it. */
  readonly unit?: string;
  /** The value when nobody sets one, as it would be written in the file; absent means unset. */
  readonly default?: number | boolean | string | readonly string[];
  /** The environment variable that sets it. */
  readonly env?: string;
  /** The command-line flag that sets it, without dashes. */
  readonly flag?: string;
  /** True when its value must never be shown. */
  readonly secret?: boolean;
  /** One sentence for the reader. */
  readonly doc: string;
}

/** A package's whole configuration: the single source of its reading, explanation and reference page. */
export type ConfigTable = readonly ConfigKey[];

/** Where a value came from, in rising order of precedence. */
export type ConfigOrigin = 'default' | 'file' | 'env' | 'flag';

/** The places that values are read from. */
export interface ConfigSources {
  /** The parsed configuration file: nested objects or dotted keys. */
  readonly file?: Readonly<Record<string, unknown>>;
  /** The file's name, for messages. */
  readonly fileName?: string;
  /** The environment, such as `process.env`. A variable that is empty counts as unset. Default: no variables. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Parsed command-line options by flag name. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** A configuration with every value read and its origin known. */
export interface ResolvedConfig {
  /**
   * By dotted key, one for every key of the table: in the unit of its type, such as milliseconds or bytes; `undefined` where nothing sets it.
   * Secrets are in the clear.
   */
  readonly values: Readonly<Record<string, ConfigValue>>;
  /** By dotted key: which source won. `default` also where there is no default. */
  readonly origins: Readonly<Record<string, ConfigOrigin>>;
}

/** One line of an explanation, safe to print. */
export interface ExplainedKey {
  /** The dotted path in the configuration file, such as `listen.port`. */
  readonly key: string;
  /** The type that a value of any source must have. */
  readonly type: ConfigType;
  /** The declared unit, else `ms` for durations and `bytes` for sizes; `undefined` for what has none. */
  readonly unit: string | undefined;
  /** The value as text; `(secret)` for a secret that is set, `(unset)` when there is none. */
  readonly value: string;
  /** Which source the value comes from; `default` when no source sets it. */
  readonly origin: ConfigOrigin;
  /** The value without any source, as text, with commas between the items of a list; `(unset)` when there is none. */
  readonly default: string;
  /** The environment variable that sets it; `undefined` when none does. */
  readonly env: string | undefined;
  /** The command-line flag that sets it, without dashes; `undefined` when none does. */
  readonly flag: string | undefined;
  /** One sentence for the reader, from the table. */
  readonly doc: string;
}
