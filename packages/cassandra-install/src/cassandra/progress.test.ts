import { describe, expect, it } from 'vitest';
import type { JarLock } from './jar-lock.ts';
import { createProgressMeter, type GetProgress } from './progress.ts';

const jar = (coordinates: string, file: string, sizeBytes: number): JarLock['jars'][number] => ({
  coordinates,
  file,
  role: 'class-path',
  sizeBytes,
  sha256: '',
});
const lock: JarLock = {
  version: '5.0.9',
  jars: [jar('g:a:jar:1', 'a-1.jar', 10), jar('g:b:jar:linux:2', 'b-2-linux.jar', 5)],
};

describe('createProgressMeter()', () => {
  it('counts a jar when Maven turns to the next, and all of them at the end', () => {
    const seen: GetProgress[] = [];
    const meter = createProgressMeter(
      lock,
      (progress) => seen.push(progress),
      () => 7,
    );
    meter.enter('fetching');
    meter.mavenLine('[INFO] Configured Artifact: g:a:1:jar');
    meter.mavenLine('[INFO] Downloading from central: a.pom');
    meter.mavenLine('[INFO] Configured Artifact: g:b:linux:2:jar');
    meter.enter('checking', 'done');
    expect(seen.map(({ phase, jarsDone, bytesDone }) => [phase, jarsDone, bytesDone])).toEqual([
      ['fetching', 0, 0],
      ['fetching', 0, 0],
      ['fetching', 1, 10],
      ['checking', 2, 15],
    ]);
    expect(seen[0]).toMatchObject({ jarsTotal: 2, bytesTotal: 15, elapsedMs: 7 });
  });
});
