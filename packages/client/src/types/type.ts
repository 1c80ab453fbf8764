import cassandra from 'cassandra-driver';
import { typeOfClass } from './class-name.ts';
import type { CqlType } from './cql-type.ts';

/** What the driver says of a column's type: a code, and details whose shape the code decides. */
export interface DriverType {
  readonly code: number;
  readonly info?: unknown;
}

const codes: Readonly<Record<string, unknown>> = { ...cassandra.types.dataTypes };
const names = new Map(Object.entries(codes).flatMap(([name, code]) => (typeof code === 'number' ? [[code, name] as const] : [])));

/** The driver's description of a type in one shape for all types. */
export function toCqlType(type: DriverType): CqlType {
  switch (type.code) {
    case codes['list']:
    case codes['set']: {
      return { kind: type.code === codes['list'] ? 'list' : 'set', element: toCqlType(type.info as DriverType) };
    }
    case codes['map']: {
      const [key, value] = type.info as [DriverType, DriverType];
      return { kind: 'map', key: toCqlType(key), value: toCqlType(value) };
    }
    case codes['tuple']: {
      return { kind: 'tuple', elements: (type.info as DriverType[]).map((element) => toCqlType(element)) };
    }
    case codes['udt']: {
      const { fields } = type.info as { fields: { name: string; type: DriverType }[] };
      return { kind: 'udt', fields: fields.map((field) => [field.name, toCqlType(field.type)]) };
    }
    case codes['custom']: {
      return typeOfClass(String(type.info));
    }
    default: {
      return { kind: 'plain', name: names.get(type.code) ?? 'blob' };
    }
  }
}
