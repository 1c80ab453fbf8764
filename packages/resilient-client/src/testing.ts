/**
 * For tests and benchmarks: the driver's own client to compare with, and other addresses for nodes.
 *
 * @packageDocumentation
 */
import cassandra from 'cassandra-driver';

/** The driver's client with the driver's policies. */
export function createDriverClient(options: cassandra.ClientOptions): cassandra.Client {
  return new cassandra.Client(options);
}

/** Has a client connect to other addresses than those that nodes tell of themselves: a relay's before each. */
export function translateAddresses(addresses: ReadonlyMap<string, string>): cassandra.policies.addressResolution.AddressTranslator {
  const translator = cassandra.policies.defaultAddressTranslator();
  translator.translate = (address, port, callback) => callback(`${addresses.get(address) ?? address}:${port}`);
  return translator;
}

/** The driver's mapper on a client, for one table. */
export function createMapper(client: cassandra.Client, keyspace: string, table: string): cassandra.mapping.ModelMapper {
  return new cassandra.mapping.Mapper(client, { models: { Row: { keyspace, tables: [table] } } }).forModel('Row');
}

/** An execution profile of the driver's. */
export function createProfile(
  name: string,
  options: ConstructorParameters<typeof cassandra.ExecutionProfile>[1],
): cassandra.ExecutionProfile {
  return new cassandra.ExecutionProfile(name, options);
}
