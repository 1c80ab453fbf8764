import { cellText } from '../cells.ts';
import type { BoundStatement, RecipeClient, RecipeRow } from '../client.ts';
import { type Conditional, decideWrite, type SerialConsistency } from '../conditional.ts';
import { sendIdempotent, type Waiting } from '../send-idempotent.ts';

/** Something that one owner at most may have. */
export interface UniqueValue {
  /** What kind of value it is, such as `email`: the same value of another kind is another one. */
  readonly kind: string;
  /** The value. Normalize it first, if `Eva` and `eva` shall be the same. */
  readonly value: string;
}

/** Who has a value. */
export interface Claim {
  readonly owner: string;
  /** A UUID, made anew by each call that claims it, so that what an earlier call sent and comes late changes nothing. */
  readonly claim: string;
  /** False while it is provisional, and expires. */
  readonly isConfirmed: boolean;
}

/** How the table of claims is reached. */
export interface ClaimTableOptions {
  readonly conditional: Conditional;
  readonly serialConsistency: SerialConsistency;
  readonly waiting: Waiting;
}

/** The table of claims, a row each. Every write is conditional on the claim that it replaces. */
export class ClaimTable {
  readonly #client: RecipeClient;
  readonly #table: string;
  readonly #options: ClaimTableOptions;

  constructor(client: RecipeClient, table: string, options: ClaimTableOptions) {
    this.#client = client;
    this.#table = table;
    this.#options = options;
  }

  /** Who has a value, as it is decided. */
  async read(value: UniqueValue): Promise<Claim | undefined> {
    const asked = {
      what: `Reading who has ${value.kind} ${value.value}`,
      consistency: this.#options.serialConsistency,
      ...this.#select(value),
    };
    return claimOf((await sendIdempotent(this.#client, asked, this.#options.waiting)).rows[0]);
  }

  /** Claims a value that nobody has, for so long. @returns false where somebody has it */
  async insert({ kind, value }: UniqueValue, { owner, claim }: Claim, ttlSeconds: number): Promise<boolean> {
    const statement = `INSERT INTO ${this.#table} (kind, value, owner, claim, confirmed) VALUES (?, ?, ?, ?, false) IF NOT EXISTS USING TTL ?`;
    const isOurs = (row: Claim | undefined): boolean => row?.claim === claim;
    return this.#decide(
      { kind, value },
      { statement, values: [kind, value, owner, claim, ttlSeconds] },
      isOurs,
      (row) => row === undefined,
    );
  }

  /**
   * Puts a claim of the same owner in the place of one.
   *
   * @param ttlSeconds after which it expires; undefined for never
   * @returns false where `old` is not there any more
   */
  async replace({ kind, value }: UniqueValue, old: Claim, next: Claim, ttlSeconds?: number): Promise<boolean> {
    const ttl = ttlSeconds === undefined ? '' : 'USING TTL ? ';
    const set = `owner = ?, claim = ?, confirmed = ${String(next.isConfirmed)}`;
    const statement = `UPDATE ${this.#table} ${ttl}SET ${set} WHERE kind = ? AND value = ? IF claim = ? AND confirmed = ${String(old.isConfirmed)}`;
    const values = [...(ttlSeconds === undefined ? [] : [ttlSeconds]), next.owner, next.claim, kind, value, old.claim];
    return this.#decide({ kind, value }, { statement, values }, isSame(next), isSame(old));
  }

  /** Frees a value that has this claim; one that is provisional only while it is. @returns false where it has another one by now */
  async remove({ kind, value }: UniqueValue, { claim, isConfirmed }: Claim): Promise<boolean> {
    const statement = `DELETE FROM ${this.#table} WHERE kind = ? AND value = ? IF claim = ?${isConfirmed ? '' : ' AND confirmed = false'}`;
    const isUnchanged = (row: Claim | undefined): boolean => row?.claim === claim && (isConfirmed || !row.isConfirmed);
    return this.#decide({ kind, value }, { statement, values: [kind, value, claim] }, (row) => row === undefined, isUnchanged);
  }

  #select({ kind, value }: UniqueValue): BoundStatement {
    return { statement: `SELECT owner, claim, confirmed FROM ${this.#table} WHERE kind = ? AND value = ?`, values: [kind, value] };
  }

  async #decide(
    value: UniqueValue,
    write: BoundStatement,
    isOurs: (row: Claim | undefined) => boolean,
    isUnchanged: (row: Claim | undefined) => boolean,
  ): Promise<boolean> {
    const { conditional, serialConsistency } = this.#options;
    const asked = { write, read: this.#select(value), isOurs: (row: RecipeRow | undefined) => isOurs(claimOf(row)), serialConsistency };
    return (await decideWrite(conditional, asked, (row) => isUnchanged(claimOf(row)))).applied;
  }
}

function isSame({ claim, isConfirmed }: Claim): (row: Claim | undefined) => boolean {
  return (row) => row?.claim === claim && row.isConfirmed === isConfirmed;
}

function claimOf(row: RecipeRow | undefined): Claim | undefined {
  const claim = cellText(row, 'claim');
  if (row === undefined || claim === undefined) return undefined;
  return { owner: String(row.get('owner')), claim, isConfirmed: row.get('confirmed') === true };
}
