import type { CqlType } from './cql-type.ts';

/** A class name of Cassandra's types with its arguments: `VectorType(FloatType , 3)`. */
interface ClassName {
  readonly name: string;
  readonly args: readonly ClassName[];
}

/** The simple types, by class of org.apache.cassandra.db.marshal, where the name differs from the class. */
const SIMPLE: ReadonlyMap<string, string> = new Map(
  `AsciiType:ascii UTF8Type:text BooleanType:boolean BytesType:blob CounterColumnType:counter
ByteType:tinyint ShortType:smallint Int32Type:int LongType:bigint IntegerType:varint
DecimalType:decimal FloatType:float DoubleType:double InetAddressType:inet DurationType:duration
SimpleDateType:date TimeType:time TimestampType:timestamp DateType:timestamp UUIDType:uuid
LexicalUUIDType:uuid TimeUUIDType:timeuuid`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

/**
 * The type that a class name stands for: what the native protocol (before version 6) says of a vector and of what is in it.
 *
 * @param text such as `org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)`
 */
export function typeOfClass(text: string): CqlType {
  return toType(parseClass(text, 0).found);
}

function toType({ name, args }: ClassName): CqlType {
  const inner = args.map((arg) => toType(arg));
  const [first = BLOB, second = BLOB] = inner;
  switch (name) {
    case 'FrozenType':
    case 'ReversedType':
      return first;
    case 'VectorType':
      return { kind: 'vector', element: first, dimension: Number(args[1]?.name) };
    case 'ListType':
      return { kind: 'list', element: first };
    case 'SetType':
      return { kind: 'set', element: first };
    case 'MapType':
      return { kind: 'map', key: first, value: second };
    case 'TupleType':
      return { kind: 'tuple', elements: inner };
    case 'UserType':
      return { kind: 'udt', fields: args.slice(2).map((field) => [fromHex(field.name.split(':')[0] ?? ''), toType(withoutField(field))]) };
    default:
      return { kind: 'plain', name: SIMPLE.get(name) ?? 'blob' };
  }
}

const BLOB: CqlType = { kind: 'plain', name: 'blob' };

/** A field of a user-defined type is `<name in hex>:<class>`. */
function withoutField({ name, args }: ClassName): ClassName {
  return { name: shortName(name.slice(name.indexOf(':') + 1)), args };
}

const fromHex = (text: string): string => Buffer.from(text, 'hex').toString('utf8');
const shortName = (text: string): string => text.slice(text.lastIndexOf('.') + 1).trim();

/** Reads one name and what is in its parentheses. */
function parseClass(text: string, start: number): { readonly found: ClassName; readonly end: number } {
  const word = /[^(),]*/y;
  word.lastIndex = start;
  const name = word.exec(text)?.[0] ?? '';
  let end = start + name.length;
  const args: ClassName[] = [];
  if (text[end] === '(') {
    do {
      const arg = parseClass(text, end + 1);
      args.push(arg.found);
      end = arg.end;
    } while (text[end] === ',');
    end += 1;
    while (text[end] === ' ') end += 1;
  }
  return { found: { name: name.includes(':') ? name.trim() : shortName(name), args }, end };
}
