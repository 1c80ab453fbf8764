/** Where something listens: an IP address (IPv6 without brackets) or a name, and a port. */
export interface EndpointAddress {
  /** Such as `10.0.0.1`, `2001:db8::1` or `db1.example.com`; {@link formatEndpoint} adds the brackets. */
  readonly address: string;
  /** The TCP port, 1 to 65535; which service listens there is for the context to say. */
  readonly port: number;
}

/** An {@link EndpointAddress} read from a text, which may leave the port out. */
export interface EndpointParts {
  /** Without brackets. */
  readonly address: string;
  /** Null if the text has none. */
  readonly port: number | null;
}

/**
 * Writes `address:port`, with an IPv6 address in brackets, as Cassandra names an endpoint (`InetAddressAndPort.toString`) and as a URL has it.
 *
 * @example
 * ```ts
 * formatEndpoint({ address: '10.0.0.1', port: 7000 }); // 10.0.0.1:7000
 * formatEndpoint({ address: '2001:db8::1', port: 9042 }); // [2001:db8::1]:9042
 * ```
 */
export function formatEndpoint({ address, port }: EndpointAddress): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/**
 * Reads what {@link formatEndpoint} writes, also without a port, and with the name that Java puts before an address (`/10.0.0.1:7000`,
 * `db1/[2001:db8::1]:7000`).
 */
export function parseEndpoint(text: string): EndpointParts {
  const plain = withoutHostName(text);
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(plain);
  if (match === null) return { address: plain.replaceAll(/[[\]]/g, ''), port: null };
  return { address: match[1] ?? match[2] ?? plain, port: Number(match[3]) };
}

/** The `address:port` of an endpoint as Java prints it: `/127.0.0.1:7000` and `db1/127.0.0.1:7000` are `127.0.0.1:7000`. */
export function withoutHostName(header: string): string {
  return header.slice(header.lastIndexOf('/') + 1);
}
