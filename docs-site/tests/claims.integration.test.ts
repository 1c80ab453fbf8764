import { findJava, getCassandra, javaFor, resolveCassandra } from '@ringside/cassandra-install';
import { describe, expect, it } from 'vitest';
import { allClaims } from '../scripts/claims/all-claims.ts';
import { missingMembers } from '../scripts/claims/missing-members.ts';
import { groupBy } from '../scripts/generate/group-by.ts';

const proofs = [...(await allClaims()).values()].flatMap((claims) => claims.flatMap(({ proofs: own }) => own));
const sources = groupBy(
  proofs.filter(({ kind }) => kind === 'source'),
  ({ cassandra }) => cassandra ?? '5.0',
);

for (const [line, cited] of sources) {
  const allowed = javaFor(line);
  const java = await findJava({ allowed, purpose: `Cassandra ${line}` }).catch(() => undefined);
  describe.skipIf(java === undefined)(
    `Cassandra ${resolveCassandra(line)} (skipped where there is no Java ${allowed.join(' or ')})`,
    () => {
      it('has every class and member that a claim of a page cites, and none that is planted', { timeout: 120_000 }, async () => {
        const names = [...new Set(cited.map(({ target }) => target))];
        const planted = ['StorageProxy.shouldHintAt', 'NoSuchClass', 'Hint.NoSuchClass'];
        expect(await missingMembers(await getCassandra({ version: line }), [...names, ...planted])).toEqual(planted);
      });
    },
  );
}
