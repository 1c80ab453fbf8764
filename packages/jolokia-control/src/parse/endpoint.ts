/** An endpoint taken apart. */
export interface EndpointParts {
  /** IP address, without brackets. */
  readonly address: string;
  /** Storage port; null if the text has none. */
  readonly port: number | null;
}

/**
 * Takes `address:port`, `[v6]:port` or either with what Java puts before it (`/address:port`, `name/address:port`) apart
 * (`InetAddressAndPort.toString`).
 */
export function splitEndpoint(text: string): EndpointParts {
  const plain = endpointOfHeader(text);
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(plain);
  if (match === null) return { address: plain.replaceAll(/[[\]]/g, ''), port: null };
  return { address: match[1] ?? match[2] ?? plain, port: Number(match[3]) };
}

/** The `address:port` of a header such as `/127.0.0.1:7000` or `db1/127.0.0.1:7000`. */
export function endpointOfHeader(header: string): string {
  return header.slice(header.lastIndexOf('/') + 1);
}
