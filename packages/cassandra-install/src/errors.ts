import { defineErrors, type ErrorKinds } from '@ringside/core';

/** How getting Cassandra, and a Java to run it, fails. */
export const installErrors: ErrorKinds<
  'DEPENDENCY_FETCH_FAILED' | 'HASH_MISMATCH' | 'JAVA_MISSING' | 'JAVA_UNSUPPORTED' | 'MAVEN_MISSING' | 'TOOL_INSTALL_FAILED'
> = defineErrors('cassandra-install', {
  DEPENDENCY_FETCH_FAILED: {
    what: 'Maven could not fetch {what}: {reason}',
    remedy: 'Check the network and your Maven settings, then try again.',
    status: 502,
    exit: 69,
    retryable: true,
  },
  HASH_MISMATCH: {
    what: '{file} is not the file that is locked: {actual} instead of {expected}',
    remedy: 'Do not use it: delete the file and fetch it again.',
    status: 502,
    exit: 65,
  },
  JAVA_MISSING: {
    what: 'No Java {versions} was found',
    remedy: 'Install a Java that this version of Cassandra runs on, or point JAVA_HOME at one.',
    status: 500,
    exit: 69,
  },
  JAVA_UNSUPPORTED: {
    what: 'Java {found} cannot run Cassandra {version}',
    remedy: 'Point JAVA_HOME at a Java that this version of Cassandra runs on.',
    status: 500,
    exit: 69,
  },
  MAVEN_MISSING: {
    what: 'Maven (mvn) was not found',
    remedy: 'Install Maven with your package manager, then try again.',
    status: 500,
    exit: 69,
  },
  TOOL_INSTALL_FAILED: {
    what: '{command} failed: {reason}',
    remedy: 'Run the command yourself and fix what it reports.',
    status: 500,
    exit: 69,
  },
});
