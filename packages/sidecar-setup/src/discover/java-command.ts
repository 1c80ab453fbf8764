/** What of a JVM's command line tells how its Cassandra is set up. */
export interface JavaCommand {
  /** Folders and jars, in order; relative ones are of the process's working folder. */
  readonly classPath: readonly string[];
  /** System properties by name. */
  readonly properties: Readonly<Record<string, string>>;
  /** Every other option of the JVM. */
  readonly flags: readonly string[];
}

const MAIN_CLASS = 'org.apache.cassandra.service.CassandraDaemon';
const CLASS_PATH = new Set(['-cp', '-classpath', '--class-path']);
/** Options of `java` whose value is a word of its own. */
const WITH_VALUE = new Set([...CLASS_PATH, '--add-exports', '--add-opens', '--add-modules', '--add-reads', '--module-path', '-p']);

/**
 * Reads the command line of a process. Pure.
 *
 * @param argv as `/proc/<pid>/cmdline` has it
 * @returns `undefined` unless it runs `CassandraDaemon`: a tool such as `nodetool`, or another program
 */
export function parseJavaCommand(argv: readonly string[]): JavaCommand | undefined {
  const end = argv.indexOf(MAIN_CLASS);
  if (end < 1) return undefined;
  const properties: Record<string, string> = {};
  const flags: string[] = [];
  let classPath: readonly string[] = [];
  const words = argv.slice(1, end);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const property = /^-D([^=]+)=?(.*)$/s.exec(word);
    if (CLASS_PATH.has(word)) classPath = (words[at + 1] ?? '').split(':').filter((entry) => entry !== '');
    else if (property !== null) properties[property[1] ?? ''] = property[2] ?? '';
    else flags.push(word);
    if (WITH_VALUE.has(word)) at += 1;
  }
  return { classPath, properties, flags };
}

/**
 * Why a JVM cannot be attached to, as far as its own options say. Pure.
 *
 * @param flags every option that reaches the JVM, those of `JAVA_TOOL_OPTIONS` included; the last of two that contradict each other counts
 */
export function attachRefusal(flags: readonly string[]): string | undefined {
  const last = flags.findLast((flag) => /^-XX:[+-]DisableAttachMechanism$/.test(flag));
  return last?.startsWith('-XX:+') === true ? 'it was started with -XX:+DisableAttachMechanism' : undefined;
}

/**
 * The Jolokia agent that a JVM was started with. A JVM holds one: a second would replace the first one's server, or fail to register itself. Pure.
 *
 * @returns the path of its jar
 */
export function jolokiaOf(flags: readonly string[]): string | undefined {
  return flags.map((flag) => /^-javaagent:([^=]*jolokia[^/=]*\.jar)/i.exec(flag)?.[1]).find((jar) => jar !== undefined);
}
