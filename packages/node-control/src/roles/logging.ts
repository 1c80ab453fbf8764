import type { LogLevel } from '@ringside/model';
import type { CallOptions } from './call-options.ts';

/** How much a node logs. */
export interface NodeLogging {
  /** Logger → level, of the loggers that have a level of their own. */
  loggingLevels(options?: CallOptions): Promise<Readonly<Record<string, string>>>;
  /**
   * Sets a logger's level until the node restarts. `ROOT` is the root logger.
   *
   * @param logger a package or a class, such as `org.apache.cassandra.db`
   * @param level the least severe level that it logs; `OFF` for none
   */
  setLoggingLevel(logger: string, level: LogLevel, options?: CallOptions): Promise<void>;
}
