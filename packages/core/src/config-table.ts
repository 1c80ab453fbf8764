/** The types that a configuration value can have. A duration is held in milliseconds, a size in bytes. */
export type ConfigType = 'integer' | 'number' | 'boolean' | 'string' | 'duration' | 'bytes' | 'string[]';

/** A configuration value after it has been read. */
export type ConfigValue = number | boolean | string | readonly string[] | undefined;

/** One key of a configuration: everything the program and the documentation know of it. */
export interface ConfigKey {
  /** The dotted path in the configuration file, such as `listen.port`. */
  readonly key: string;
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
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Parsed command-line options by flag name. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** A configuration with every value read and its origin known. */
export interface ResolvedConfig {
  readonly values: Readonly<Record<string, ConfigValue>>;
  readonly origins: Readonly<Record<string, ConfigOrigin>>;
}

/** One line of an explanation, safe to print. */
export interface ExplainedKey {
  readonly key: string;
  readonly type: ConfigType;
  readonly unit: string | undefined;
  /** The value as text; `(secret)` for a secret that is set, `(unset)` when there is none. */
  readonly value: string;
  readonly origin: ConfigOrigin;
  readonly default: string;
  readonly env: string | undefined;
  readonly flag: string | undefined;
  readonly doc: string;
}
