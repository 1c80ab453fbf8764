import type { PeerCertificate } from 'node:tls';

/** A trust domain and a path, as the SPIFFE standard spells them. */
const SPIFFE_ID = /^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/[A-Za-z0-9._-]+)*$/;
const LONGEST_SPIFFE_ID = 2_048;

/** Whether a text is a SPIFFE id, such as `spiffe://example.org/backup`. */
export function isSpiffeId(text: string): boolean {
  return text.length <= LONGEST_SPIFFE_ID && SPIFFE_ID.test(text);
}

/**
 * Who a certificate is for: its SPIFFE id, or without one its common name.
 *
 * @returns undefined where it is not clear: a SPIFFE id that is malformed or not the only URI, which the standard forbids; no common name, or several. A common
 *   name that looks like a URI is none, since an authority that checks the one may not check the other
 */
export function certificateIdentity({ subject, subjectaltname = '' }: Partial<PeerCertificate>): string | undefined {
  const uris = urisOf(subjectaltname);
  if (uris === undefined) return undefined;
  const [uri = '', ...others] = uris;
  if (uris.some((each) => /^"?spiffe:/i.test(each))) return others.length === 0 && isSpiffeId(uri) ? uri : undefined;
  const commonName: unknown = subject?.CN;
  return typeof commonName === 'string' && commonName !== '' && !commonName.includes('://') ? commonName : undefined;
}

/** One name and its kind, as Node writes them: in quotes what could be taken for several. */
const NAME = /([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y;

/** The URIs of a list of alternative names; undefined for a list that cannot be read to its end. What stands in quotes keeps them, and is no SPIFFE id. */
function urisOf(names: string): readonly string[] | undefined {
  const uris: string[] = [];
  for (let at = 0; at < names.length; at = NAME.lastIndex) {
    NAME.lastIndex = at;
    const [whole, kind, value = ''] = NAME.exec(names) ?? [];
    if (whole === undefined) return undefined;
    if (kind === 'URI') uris.push(value);
  }
  return uris;
}
