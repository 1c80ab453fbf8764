/** What the head of a generated page says. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** The file that the page is made from, as a path in the repository. */
  readonly source: string;
  readonly sidebarLabel?: string;
  readonly sidebarPosition?: number;
}

/** Text of a doc comment: its `code` spans stay, everything else stands as itself in a Markdown paragraph, heading or cell. */
export function prose(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? cell(part) : part.replace(/[\\`*_{}[\]<>#|~]/g, String.raw`\$&`)))
    .join('');
}

/** Text that stands in one table cell: no line break, no cell border. */
export function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', String.raw`\|`);
}

/** Inline code, also for text that holds backticks or cell borders; an empty text is a dash. */
export function code(text: string): string {
  if (text === '') return '–';
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${cell(text)}${fence}`;
}

/** A table; every cell is Markdown already. An empty column is left out. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = header.map((_, column) => rows.some((row) => (row[column] ?? '') !== '' && row[column] !== '–'));
  const line = (cells: readonly string[]): string => `| ${cells.filter((_, column) => kept[column]).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A fenced block. */
export function fence(language: string, text: string): string {
  return ['```' + language, text.trimEnd(), '```'].join('\n');
}

/** A whole page: front matter, the title, where it comes from, and the body. */
export function page(head: PageHead, body: readonly string[]): string {
  const front = [
    `title: ${JSON.stringify(head.title)}`,
    `description: ${JSON.stringify(head.description)}`,
    ...(head.sidebarLabel === undefined ? [] : [`sidebar_label: ${JSON.stringify(head.sidebarLabel)}`]),
    ...(head.sidebarPosition === undefined ? [] : [`sidebar_position: ${head.sidebarPosition}`]),
  ];
  const origin = `*Made from \`${head.source}\` when this site was built.*`;
  return [`---\n${front.join('\n')}\n---`, `# ${head.title}`, head.description, ...body, origin, ''].join('\n\n');
}
