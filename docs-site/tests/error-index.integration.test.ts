import { findJava, getCassandra, javaFor } from '@ringside/cassandra-install';
import { describe, expect, it } from 'vitest';
import { missingMessages } from '../scripts/claims/missing-members.ts';
import { errorMessages } from '../scripts/generate/error-messages.ts';
import { driverSource } from './support/driver-source.ts';

const LINE = '5.0';
const allowed = javaFor(LINE);
const java = await findJava({ allowed, purpose: `Cassandra ${LINE}` }).catch(() => undefined);

/** The parts of a message that a program has as they are; what varies, and what is joined by ` - `, stands in between. */
function partsOf(message: string): readonly string[] {
  return message
    .split(/…| - /)
    .map((part) => part.trim())
    .filter((part) => /\w{2}/.test(part));
}

describe.skipIf(java === undefined)(`the error index (skipped where there is no Java ${allowed.join(' or ')})`, () => {
  it('has messages that are in the jars of Cassandra or in the driver, and none that is planted', { timeout: 120_000 }, async () => {
    const driver = await driverSource();
    const planted = 'Cannot achieve happiness level';
    const parts = [...new Set([...(await errorMessages()), planted].flatMap(partsOf))].filter((part) => !driver.includes(part));
    expect(parts.length).toBeGreaterThan(50);
    expect(await missingMessages(await getCassandra({ version: LINE }), parts)).toEqual([planted]);
  });
});
