import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJavaVersion, settingsFromOutput, versionFromRelease } from './java-version.ts';

describe('parseJavaVersion()', () => {
  it('reads the old form 1.8.0_392 as Java 8', () => {
    expect(parseJavaVersion('1.8.0_392')).toEqual({ text: '1.8.0_392', major: 8 });
  });

  it('takes the first number of every version since 9 as the feature release', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9, max: 99 }), fc.array(fc.nat(99), { maxLength: 3 }), (major, rest) => {
        expect(parseJavaVersion([major, ...rest].join('.'))?.major).toBe(major);
      }),
    );
  });

  it('refuses what is not a version', () => {
    for (const text of ['', 'java', '1', '0.5', '-17']) expect(parseJavaVersion(text)).toBeUndefined();
  });
});

describe('versionFromRelease()', () => {
  it('finds JAVA_VERSION among other lines, not JAVA_VERSION_DATE', () => {
    const release = 'IMPLEMENTOR="Debian"\nJAVA_VERSION_DATE="2025-04-15"\nJAVA_VERSION="17.0.15"\nOS_NAME="Linux"\n';
    expect(versionFromRelease(release)).toEqual({ text: '17.0.15', major: 17 });
    expect(versionFromRelease('OS_NAME="Linux"\n')).toBeUndefined();
  });
});

describe('settingsFromOutput()', () => {
  it('finds home and version among the properties that java prints', () => {
    const output = 'Property settings:\n    java.home = /opt/a jdk\n    java.specification.version = 11\n    java.version = 11.0.2\n';
    expect(settingsFromOutput(output)).toEqual({ home: '/opt/a jdk', version: { text: '11.0.2', major: 11 } });
    expect(settingsFromOutput('Unable to locate a Java Runtime.')).toBeUndefined();
  });
});
