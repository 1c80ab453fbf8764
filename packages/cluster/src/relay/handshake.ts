/** The number that opens every connection between nodes (`HandshakeProtocol`, Cassandra 4.0 and later). */
const PROTOCOL_MAGIC = 0xca_55_2d_fa;
/** Where the sender's address starts: after the magic and the flags. */
const ADDRESS_OFFSET = 8;
const IPV4_WITH_PORT = 6;

/** What the first bytes of a connection tell of its sender. */
export type Sender = { readonly kind: 'known'; readonly address: string } | { readonly kind: 'more' } | { readonly kind: 'unknown' };

/**
 * Reads who opened a connection between nodes: `Initiate` is magic, flags, then the sender's broadcast address as one length byte, the
 * address and the port (`HandshakeProtocol.Initiate.encode`, `InetAddressAndPort.Serializer`).
 *
 * @param head the bytes received so far
 * @returns `more` while too few have come, `unknown` for anything that is not such a handshake
 */
export function senderOf(head: Buffer): Sender {
  if (head.length >= 4 && head.readUInt32BE(0) !== PROTOCOL_MAGIC) return { kind: 'unknown' };
  if (head.length > ADDRESS_OFFSET && head[ADDRESS_OFFSET] !== IPV4_WITH_PORT) return { kind: 'unknown' };
  if (head.length < ADDRESS_OFFSET + 1 + IPV4_WITH_PORT) return { kind: 'more' };
  return { kind: 'known', address: head.subarray(ADDRESS_OFFSET + 1, ADDRESS_OFFSET + 5).join('.') };
}
