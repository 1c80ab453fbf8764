import type { ConsistencyLevel } from '@ringside/model';
import { token, type Token, type TokenRange } from '@ringside/ring';
import type { RecipeClient, RecipeRow } from '../client.ts';
import { sendIdempotent, type Waiting } from '../send-idempotent.ts';

/** How pages are read. */
export interface PageReading {
  readonly client: RecipeClient;
  /** Selects the rows between two tokens, with the token first. */
  readonly statement: string;
  /** For messages. */
  readonly what: string;
  readonly pageSize: number;
  readonly consistency: ConsistencyLevel;
  readonly waiting: Waiting;
}

/** One page of a piece. */
export interface PiecePage {
  /** The token range that is read, of which this is a page. */
  readonly piece: TokenRange;
  /** May be empty, also where more pages follow. */
  readonly rows: readonly RecipeRow[];
  /** Every row of the piece up to this token is on this page or on one before it; undefined where none is known to be. */
  readonly doneTo: Token | undefined;
}

/** The pages of a token range that does not wrap, one after the other. A page that fails is read again. */
export async function* pagesOf(reading: PageReading, piece: TokenRange): AsyncGenerator<PiecePage, void, undefined> {
  const { client, statement, what, pageSize, consistency, waiting } = reading;
  const routingKey = routingKeyOf(client, piece) as never;
  const values = [String(piece.start), String(piece.end)];
  let pageState: string | undefined;
  do {
    const asked = { what, statement, values, consistency, fetchSize: pageSize, routingKey, ...(pageState !== undefined && { pageState }) };
    const page = await sendIdempotent(client, asked, waiting);
    pageState = page.pageState || undefined;
    yield { piece, rows: page.rows, doneTo: pageState === undefined ? piece.end : tokenBefore(page.rows.at(-1), piece) };
  } while (pageState !== undefined);
}

/** The next page may begin with other rows of the last row's token: of the partition, or of another one with the same token. */
function tokenBefore(last: RecipeRow | undefined, { start }: TokenRange): Token | undefined {
  if (last === undefined) return undefined;
  const before = (token(String(last.get(0))) - 1n) as Token;
  return before > start ? before : undefined;
}

/** The driver asks the replicas of a range's last token first. A piece lies between two tokens of the ring, so they are those of the whole piece. */
function routingKeyOf({ metadata }: RecipeClient, { start, end }: TokenRange): object {
  return metadata.newTokenRange(metadata.newToken(String(start)), metadata.newToken(String(end)));
}
