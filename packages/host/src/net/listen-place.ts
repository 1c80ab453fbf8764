/** An address and a port that something shall listen on. */
export interface ListenPlace {
  readonly address: string;
  readonly port: number;
}
