import { describe, expect, it } from 'vitest';
import { mavenComplaint } from './maven.ts';

describe('mavenComplaint()', () => {
  it('keeps the innermost cause of a failed transfer, and no password', () => {
    const line =
      '[ERROR] Failed to execute goal on project x: Could not resolve dependencies: Could not transfer artifact a:b:jar:1 from/to central ' +
      '(https://someone:secret@repo.test/maven2): transfer failed for https://someone:secret@repo.test/maven2/a/b.jar: Unknown host repo.test -> [Help 1]';
    expect(mavenComplaint(['[INFO] Scanning', line, '[ERROR] '])).toBe(
      'Unknown host repo.test (a:b:jar:1 from central (https://repo.test/maven2))',
    );
  });

  it('says which repository does not have an artifact', () => {
    const line = '[ERROR] Could not find artifact a:b:jar:1 in mirror (https://repo.test/maven2) -> [Help 1]';
    expect(mavenComplaint([line])).toBe('mirror (https://repo.test/maven2) does not have a:b:jar:1');
  });

  it('gives any other first error as it is, without its pointer to help', () => {
    expect(mavenComplaint(['[INFO] x', '[ERROR] Malformed POM /x/pom.xml -> [Help 1]', '[ERROR] later'])).toBe('Malformed POM /x/pom.xml');
    expect(mavenComplaint(['The JAVA_HOME environment variable is not defined correctly', ''])).toBe(
      'The JAVA_HOME environment variable is not defined correctly',
    );
    expect(mavenComplaint([])).toBe('it said nothing');
  });
});
