import { access } from 'node:fs/promises';
import { runCommand } from '@ringside/host';
import { describe, expect, it } from 'vitest';
import { listJava } from '../java/find-java.ts';
import { settingsFromOutput } from '../java/java-version.ts';
import { getCassandra } from './get-cassandra.ts';

describe('getCassandra() with the real Maven', () => {
  it('gives jars whose every hash is the locked one, and a Java that can run them', async () => {
    const install = await getCassandra({ verify: true });
    expect([11, 17]).toContain(install.java.major);
    for (const jar of [...install.classPath, install.controlAgentJar]) await access(jar);
    expect(install.classPath).toContain(install.jammJar);
  });
});

describe('listJava() on this machine', () => {
  it('reads from release files what each Java says of itself', async () => {
    const found = await listJava();
    expect(found).not.toEqual([]);
    for (const java of found) {
      const { lines } = await runCommand([java.executable, '-XshowSettings:properties', '-version'], { timeoutMs: 60_000 });
      expect(settingsFromOutput(lines.join('\n'))?.version.major).toBe(java.major);
    }
  });
});
