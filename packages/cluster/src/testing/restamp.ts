import { writeStamp } from '../get/installed-jars.ts';
import { readJarLock } from '../get/jar-lock.ts';

/** Makes an install look verified as it is now, whatever it holds: the damage that only hashing finds. */
export async function restampForTest(directory: string, lockFile: string): Promise<void> {
  await writeStamp(directory, await readJarLock('5.0.9', lockFile));
}
