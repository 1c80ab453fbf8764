/** An address and a port that something shall listen on. */
export interface ListenPlace {
  /** An IP address of this machine, such as `127.0.0.1`; IPv6 without brackets. */
  readonly address: string;
  /** The TCP port, 1 to 65535. */
  readonly port: number;
}
