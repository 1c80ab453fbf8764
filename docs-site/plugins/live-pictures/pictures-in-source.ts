import { PageFault } from '../page/fault.ts';
import { literalAttribute, replaceElements } from '../page/replace-elements.ts';

/** A page as the build made it. */
export interface BuiltPage {
  readonly html: string;
  /** Its address, without an anchor. */
  readonly url: string;
}

/** A page's Markdown source with what each live picture says in words in its place, and a link to it. */
export function picturesInSource(source: string, file: string, { html, url }: BuiltPage): string {
  return replaceElements(source, file, ['LivePicture'], (node) => {
    const name = literalAttribute(node, 'name') ?? literalAttribute(node, 'id') ?? '';
    const words = wordsOf(html, name);
    if (words === undefined) throw new PageFault(file, node.position?.start.line, `The build has no picture "${name}" in words.`);
    const { title, shows, told } = words;
    return `Live picture [${title}](${url}#live-${name}): ${shows} As it stands first: ${told}`;
  });
}

interface Words {
  readonly title: string;
  readonly shows: string;
  readonly told: string;
}

/** The title, the caption and the result in words, as `PictureFrame` writes them into the HTML; minified HTML has attributes without quotes. */
function wordsOf(html: string, name: string): Words | undefined {
  const title = `<strong id="?${name}-title"?>([^<]*)</strong><span>([^<]*)</span>`;
  const found = new RegExp(`${title}[^]*?<p[^>]* data-live-told[^>]*>([^<]*)`).exec(html)?.slice(1).map(plain);
  const [caption, shows, told] = found ?? [];
  return caption === undefined || shows === undefined || told === undefined ? undefined : { title: caption, shows, told };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'", nbsp: ' ' };

function plain(text: string): string {
  return text.replaceAll(/&([a-z]+|#x27|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity).trim();
}
