import { parsePage } from '../page/parse.ts';
import { pageId } from '../page/page-id.ts';
import { readClaims } from './read-claims.ts';

/** A page's source in which each mark is a comment of MDX that says what proves the claim before it; other steps can still read the page. */
export function claimsInSource(source: string, file: string): string {
  const places = readClaims(parsePage(source, file), pageId(file), file).map(({ claim, mark }) => ({
    start: mark.position?.start.offset ?? 0,
    end: mark.position?.end.offset ?? 0,
    text: `{/* proved by ${claim.proofs.map(({ kind, target, cassandra }) => [kind, target, cassandra].filter(Boolean).join(' ')).join('; ')} */}`,
  }));
  return places.toReversed().reduce((text, { start, end, text: comment }) => text.slice(0, start) + comment + text.slice(end), source);
}

/** The comments of {@link claimsInSource} as comments of Markdown, for readers that run no build. */
export function claimsAsComments(source: string): string {
  return source.replaceAll(/\{\/\* (proved by .*?) \*\/\}/g, '<!-- $1 -->');
}
