import cassandra from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { typeOfClass } from './class-name.ts';
import type { CqlType } from './cql-type.ts';
import { toCqlType } from './type.ts';

const { dataTypes } = cassandra.types;
const plain = (name: string): CqlType => ({ kind: 'plain', name });
const MARSHAL = 'org.apache.cassandra.db.marshal.';

describe('types', () => {
  it('come from what the driver says', () => {
    const text = { code: dataTypes.text };
    expect(toCqlType({ code: dataTypes.map, info: [text, { code: dataTypes.list, info: text }] })).toEqual({
      kind: 'map',
      key: plain('text'),
      value: { kind: 'list', element: plain('text') },
    });
    expect(toCqlType({ code: dataTypes.custom, info: `${MARSHAL}DurationType` })).toEqual(plain('duration'));
  });

  it('come from class names as well', () => {
    const floatType = `${MARSHAL}FloatType`;
    expect(typeOfClass(`${MARSHAL}VectorType(${floatType} , 3)`)).toEqual({ kind: 'vector', element: plain('float'), dimension: 3 });
    const user = `${MARSHAL}FrozenType(${MARSHAL}UserType(vv,6164,73:${MARSHAL}UTF8Type,7a:${MARSHAL}ListType(${floatType})))`;
    expect(typeOfClass(`${MARSHAL}VectorType(${user} , 1)`)).toEqual({
      kind: 'vector',
      dimension: 1,
      element: {
        kind: 'udt',
        fields: [
          ['s', plain('text')],
          ['z', { kind: 'list', element: plain('float') }],
        ],
      },
    });
  });

  it('of a class that has no type are blobs', () => {
    expect(typeOfClass(`${MARSHAL}CompositeType(${MARSHAL}UTF8Type,${MARSHAL}Int32Type)`)).toEqual(plain('blob'));
  });
});
