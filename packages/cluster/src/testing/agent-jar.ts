import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Java } from '@ringside/cassandra-install';

const run = promisify(execFile);

/** Builds a Java agent that prints a line with its options before Cassandra starts. Needs a JDK: javac and jar. */
export async function buildPrintingAgent(java: Java, jar: string, workDirectory: string): Promise<void> {
  const tool = (name: string): string => join(java.home, 'bin', name);
  const classes = join(workDirectory, 'classes');
  await mkdir(classes, { recursive: true });
  const source = join(workDirectory, 'PrintingAgent.java');
  await writeFile(source, SOURCE);
  await writeFile(join(workDirectory, 'MANIFEST.MF'), 'Premain-Class: PrintingAgent\n');
  await run(tool('javac'), ['-d', classes, source]);
  await run(tool('jar'), ['--create', '--file', jar, '--manifest', join(workDirectory, 'MANIFEST.MF'), '-C', classes, '.']);
}

const SOURCE = `public class PrintingAgent {
  public static void premain(String options) {
    System.out.println("agent started with " + options);
  }
}
`;
