/** Packages of the JDK that Cassandra uses inside, after `conf/jvm17-server.options` and `conf/jvm11-server.options`. */
const EXPORTS = [
  'java.base/jdk.internal.misc',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.management/com.sun.jmx.remote.security',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'java.base/java.lang.ref',
  'jdk.unsupported/sun.misc',
  'jdk.attach/sun.tools.attach',
  'jdk.compiler/com.sun.tools.javac.file',
];
const OPENS = [
  'jdk.compiler/com.sun.tools.javac',
  'java.base/java.lang.module',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.lang.reflect',
  'java.base/java.lang',
  'java.base/java.util',
  'java.base/java.nio',
  'jdk.management/com.sun.management.internal',
];

/** The flags that open the JDK's internal packages to Cassandra 4.0 to 5.0; the same for every node. */
export const moduleFlags: readonly string[] = [
  ...EXPORTS.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
  ...OPENS.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
];

/** What of the launcher's environment a JVM gets; everything else, which may hold secrets, stays out. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'USER', 'LD_LIBRARY_PATH'];

/** The environment of every JVM that works for a ring. */
export function jvmEnvironment(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const passed = PASSED_ON.flatMap((key) => (environment[key] === undefined ? [] : [[key, environment[key]] as const]));
  // glibc otherwise gives every thread an arena of its own: tens of MiB that are never used.
  return { ...Object.fromEntries(passed), MALLOC_ARENA_MAX: '2' };
}
