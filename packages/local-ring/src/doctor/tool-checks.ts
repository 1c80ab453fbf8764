import { chooseJava, findMaven, installErrors, javaFor, listJava } from '@ringside/cassandra-install';
import { toOpsError } from '@ringside/core';
import { type CheckResult, ok, problem } from './check.ts';

/** Is there a Java that can run this version of Cassandra? */
export async function checkJava(version: string, signal: AbortSignal): Promise<CheckResult> {
  try {
    const allowed = javaFor(version);
    const found = await listJava(undefined, { signal });
    const java = chooseJava(found, allowed);
    if (java !== undefined) return ok('Java', `${java.version} in ${java.home} (by ${java.origin})`);
    const others = found.map((other) => `Java ${other.major} in ${other.home}`).join(', ');
    return problem(
      found.length === 0 ? installErrors.JAVA_MISSING : installErrors.JAVA_UNSUPPORTED,
      'Java',
      others === '' ? 'none' : `only ${others}`,
      `Install Java ${allowed.join(' or ')}, or point JAVA_HOME at one; ringside up installs it, or fetches it with pip, where it can.`,
    );
  } catch (thrown) {
    return failed('Java', thrown);
  }
}

/** Is there a Maven to fetch Cassandra's jars with? */
export async function checkMaven(): Promise<CheckResult> {
  try {
    return ok('Maven', (await findMaven()).executable);
  } catch (thrown) {
    if (!installErrors.MAVEN_MISSING.is(thrown)) return failed('Maven', thrown);
    const remedy = `${toOpsError(thrown).remedy} ringside up installs it, or fetches it with npm, where it can.`;
    return problem(installErrors.MAVEN_MISSING, 'Maven', 'none', remedy);
  }
}

/** Runs something that throws an `OpsError` when it is not well. */
export async function checkThat(name: string, found: string, attempt: () => Promise<void>): Promise<CheckResult> {
  try {
    await attempt();
    return ok(name, found);
  } catch (thrown) {
    return failed(name, thrown);
  }
}

function failed(name: string, thrown: unknown): CheckResult {
  const error = toOpsError(thrown);
  return problem({ code: error.code, exit: error.exitCode }, name, error.message, error.remedy);
}
