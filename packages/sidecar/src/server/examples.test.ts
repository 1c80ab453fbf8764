import type { RouteId } from '@ringside/api';
import { alternativesOf, type JsonSchema } from '@ringside/route-kit';
import { curlExample } from '@ringside/route-server/openapi';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Errors } from 'typebox/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROUTE_IDS, routeOf } from '../testing/example-requests.ts';
import { type OverSimulation, startOverSimulation } from '../testing/simulated-sidecar.ts';
import { shell } from '@ringside/route-server/testing';

let backed: OverSimulation;
let data: string;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'sidecar-'));
  const table = join(data, 'orders', `events-${'0'.repeat(32)}`, 'snapshots', 'nightly');
  mkdirSync(table, { recursive: true });
  writeFileSync(join(table, 'nb-1-big-Data.db'), 'data!');
  backed = await startOverSimulation();
  backed.node.dataDirectories = [data];
  // So many that there is advice, however full the disk of this machine is.
  backed.node.compactions = Array.from({ length: 20 }, () => backed.node.compactions).flat();
  backed.node.snapshots = [
    { tag: 'nightly', keyspace: 'orders', table: 'events', sizeBytes: 5, trueSizeBytes: 0, createdAt: null, expiresAt: null },
  ];
});

afterEach(async () => {
  await backed.sidecar.stop(0);
  rmSync(data, { recursive: true });
});

/** Paths of the fields that a value has where its schema names them; what names hold is one path, whatever the names are. */
function fieldsOf(value: unknown, schema: JsonSchema, at = ''): readonly string[] {
  const items = schema['items'] as JsonSchema | undefined;
  const values = schema['additionalProperties'] as JsonSchema | undefined;
  if (Array.isArray(value)) return value.flatMap((each) => (items === undefined ? [] : fieldsOf(each, items, `${at}[]`)));
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, field]) => {
    const named = schema.properties?.[name];
    if (named !== undefined) return [`${at}.${name}`].concat(fieldsOf(field, named, `${at}.${name}`));
    return typeof values === 'object' ? fieldsOf(field, values, `${at}{}`) : [];
  });
}

function shapeOf(value: unknown, schema: JsonSchema): readonly string[] {
  return [...new Set(fieldsOf(value, schema))].toSorted();
}

/** What a route answers the line that its reference shows. */
async function answerTo(id: RouteId): Promise<unknown> {
  const { stdout } = await shell(curlExample(routeOf(id), backed.sidecar.url));
  const [answer] = alternativesOf(routeOf(id).answer);
  if (answer?.kind === 'text') return stdout;
  return stdout === '' ? undefined : (JSON.parse(stdout) as unknown);
}

describe('the curl example of the reference', () => {
  it.each(ROUTE_IDS)('of %s can be pasted, and is answered with the fields that the example shows', async (id) => {
    const { answer, example } = routeOf(id);
    const answered = await answerTo(id);
    const { schema } = answer;
    const faults = schema === undefined ? [] : Errors(schema, answered)[1];
    expect(faults).toEqual([]);
    expect(schema === undefined ? answered : shapeOf(answered, schema)).toEqual(
      schema === undefined ? example.answer : shapeOf(example.answer, schema),
    );
  });

  it('would be seen to show a field that there is none of', () => {
    const { schema = {} } = routeOf('drain').answer;
    expect(shapeOf({ operationMode: 'DRAINED' }, schema)).toEqual(['.operationMode']);
    expect(shapeOf({}, schema)).not.toEqual(shapeOf({ operationMode: 'DRAINED' }, schema));
  });
});
