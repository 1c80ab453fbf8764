/** A Java version as its vendor writes it, and the number that people call it by. */
export interface JavaVersion {
  /** As written, e.g. `17.0.15` or `1.8.0_392`. */
  readonly text: string;
  /** The feature release: 8, 11, 17, 25, … */
  readonly major: number;
}

/**
 * Reads a version such as `17.0.15`, `25` or, in the form used up to Java 8, `1.8.0_392` (JEP 223).
 *
 * @returns `undefined` for anything that is not a Java version
 */
export function parseJavaVersion(text: string): JavaVersion | undefined {
  const match = /^(\d+)(?:\.(\d+))?/.exec(text.trim());
  if (match === null) return undefined;
  const first = Number(match[1]);
  const major = first === 1 ? Number(match[2]) : first;
  return Number.isInteger(major) && major > 0 ? { text: text.trim(), major } : undefined;
}

/**
 * Finds the version in the `release` file that every JDK since 7 has in its home (`JAVA_VERSION="17.0.15"`): no Java need be
 * started to learn it.
 *
 * @param content the file's text
 */
export function versionFromRelease(content: string): JavaVersion | undefined {
  const match = /^JAVA_VERSION="?([^"\n]+)"?\s*$/m.exec(content);
  return match?.[1] === undefined ? undefined : parseJavaVersion(match[1]);
}

/**
 * Finds home and version in what `java -XshowSettings:properties -version` prints (`    java.home = /opt/jdk`): needed where the
 * `java` on `PATH` is a script of a version manager and no home stands around it.
 *
 * @param output its standard error, as one text
 */
export function settingsFromOutput(output: string): { readonly home: string; readonly version: JavaVersion } | undefined {
  const value = (name: string): string | undefined => new RegExp(`^\\s+${name} = (.+)$`, 'm').exec(output)?.[1]?.trim();
  const home = value('java\\.home');
  const version = parseJavaVersion(value('java\\.version') ?? '');
  return home === undefined || version === undefined ? undefined : { home, version };
}
