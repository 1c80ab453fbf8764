/** What the page presents to its sidecar. It is kept here, in the memory of the page, and nowhere else. */
export interface Access {
  /** Of the sidecar's `authentication.tokenFile`; undefined where it asks for none. */
  readonly token: string | undefined;
}

/** Why the page has no access. */
export type Refusal = 'missing' | 'wrong' | 'ended' | 'signed out';

/** What the sidecar’s 401 means to who reads the page. */
export function refusalOf({ token }: Access, wasLetIn: boolean): Refusal {
  if (token === undefined) return 'missing';
  return wasLetIn ? 'ended' : 'wrong';
}

/** A token becomes a part of a header: one line of visible ASCII. Blanks around it come with pasting. */
export function readToken(typed: string): string | undefined {
  const token = typed.trim();
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
