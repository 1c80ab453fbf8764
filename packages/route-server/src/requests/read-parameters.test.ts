import { type RouteId, routes } from '@ringside/api';
import type { Parameter, Route } from '@ringside/route-kit';
import { describe, expect, it } from 'vitest';
import { readParameter } from './read-parameters.ts';

function parameterOf(id: RouteId, name: string): Parameter {
  const { params, query }: Route = routes[id];
  const found = { ...params, ...query }[name];
  if (found === undefined) throw new Error(`${id} has no parameter ${name}`);
  return found;
}

describe('readParameter()', () => {
  it.each([
    ['listSnapshotFiles', 'includeSecondaryIndexFiles', 'TRUE', true],
    ['listSnapshotFiles', 'includeSecondaryIndexFiles', '', false],
    ['listSnapshotFiles', 'instanceId', '-7', -7],
    ['createSnapshot', 'keyspace', '"MixKs"', 'MixKs'],
    ['createSnapshot', 'table', 'MixKs', 'mixks'],
    ['createSnapshot', 'ttl', '24855d', 2_147_472_000_000],
    ['availability', 'consistency', 'local-quorum', 'LOCAL_QUORUM'],
    ['clearSnapshot', 'tag', 'é 🦜', 'é 🦜'],
  ] as const)('of %s reads %s %j as %j', (id, name, text, value) => {
    expect(readParameter(name, parameterOf(id, name), text)).toBe(value);
  });

  it.each([
    ['availability', 'consistency', '', undefined],
    ['availability', 'keyspace', '', 'The name of a keyspace has 1 to 48 letters, digits and underscores. Double quotes keep its case.'],
    ['createSnapshot', 'tag', 'é 🦜', expect.stringMatching(/^A new snapshot's name has/)],
    ['createSnapshot', 'ttl', '24856d', 'It must be a whole number of s, m, h or d, from 60s to 24855d.'],
    ['clearSnapshot', 'tag', 'a\nb', expect.stringMatching(/neither lists nor clears/)],
    ['setLoggingLevel', 'level', 'LOUD', undefined],
  ] as const)('of %s refuses %s %j, and tells the rule', (id, name, text, remedy) => {
    const told = {
      message: `${JSON.stringify(text)} is not a valid ${name}`,
      ...(remedy !== undefined && { remedy }),
      details: { parameter: name },
    };
    expect(() => readParameter(name, parameterOf(id, name), text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', ...told }));
  });
});
