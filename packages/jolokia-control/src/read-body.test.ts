import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condenseDetails } from './parse/snapshot-details.ts';
import { readBody, repairEscapes } from './read-body.ts';

const TYPES = [
  'Column family name',
  'Creation time',
  'Ephemeral',
  'Expiration time',
  'Keyspace name',
  'Size on disk',
  'Snapshot name',
  'True size',
]
  .map((name) => `(itemName=${name},itemType=javax.management.openmbean.SimpleType(name=java.lang.String))`)
  .join(',');

/** How the agent writes a control character. */
function asTheAgentWrites(text: string): string {
  return JSON.stringify(text).replaceAll(
    /\\u00([01])([a-f])/g,
    (_, high: string, low: string) => String.raw`\u00` + high + String.fromCharCode(0x30 + Number.parseInt(low, 16)),
  );
}

describe('repairEscapes()', () => {
  test('gives back every text whose control characters the agent wrote wrongly, and changes no other', () => {
    const piece = fc.constantFrom('\u001B', '\u000B', '\u001F', '\u0000', '\u0010', '\n', '\\', String.raw`\u001;`, '"', ';', 'ä', 'u001');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          expect(JSON.parse(repairEscapes(asTheAgentWrites(text)))).toBe(text);
          expect(repairEscapes(JSON.stringify(text))).toBe(JSON.stringify(text));
        },
      ),
    );
  });
});

describe('readBody()', () => {
  test('leaves out the same, wherever the pieces are cut', async () => {
    const body = Array.from({ length: 40 }, (_, at) => `"tag${at}":"items=(${TYPES}),contents=é${at}"`).join(',');
    const bytes = new TextEncoder().encode(body);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 }), async (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
        const stream = new ReadableStream({
          start(controller) {
            for (const [at, end] of ends.entries()) controller.enqueue(bytes.slice(ends[at - 1] ?? 0, end));
            controller.close();
          },
        });
        expect(await readBody(new Response(stream), condenseDetails)).toBe(condenseDetails(body));
      }),
    );
    expect(condenseDetails(body).length).toBeLessThan(body.length / 10);
  });

  test('leaves a tag alone that looks like what is left out: no tag is as long', () => {
    const tag = TYPES.slice(0, 255);
    expect(condenseDetails(`Snapshot name=${tag}), True size=1 KiB`)).toContain(tag);
  });
});
