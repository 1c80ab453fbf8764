import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The axe that the builder for Playwright brings, so that there is one of it. */
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
const SOURCE = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8');

/** A colour of axe's own; the amounts are from 0 to 1. */
interface Color {
  r: number;
  g: number;
  b: number;
  alpha: number;
}

interface ColorPrototype {
  parseString: (this: Color, text: string) => Color;
}

interface Axe {
  readonly commons: { readonly color: { readonly Color: { readonly prototype: ColorPrototype } } };
  run(
    place: Document | string,
    options: object,
  ): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[] }[] }[];
  }>;
}

/**
 * Which of its rules axe applies: all, all but the contrast of every single text, which takes most of its time, those that look at colours, for a page that was
 * looked at in other colours, or none.
 */
export type AxeScope = 'everything' | 'structure' | 'colours' | 'nothing';

const OPTIONS = {
  everything: { resultTypes: ['violations'] },
  structure: { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } },
  colours: { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] },
};

/**
 * What axe holds against a page as it stands, rule by rule, with the elements.
 *
 * It runs inside the page: the site has no frames, and the builder for Playwright would open a second page each time.
 *
 * @param place a selector, to look at that part of the page alone
 */
export async function axeFaults(page: Page, scope: AxeScope, place?: string): Promise<readonly string[]> {
  if (scope === 'nothing') return [];
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(SOURCE);
    await page.evaluate(rememberColours);
  }
  return page.evaluate(
    async ({ options, place: part }) => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run(part ?? document, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    },
    { options: OPTIONS[scope], place },
  );
}

/** Has axe read the text of each colour once: a page has a handful, of which every element has one, and all around it. That is a third of its time. */
function rememberColours(): void {
  const { prototype } = (window as unknown as { axe: Axe }).axe.commons.color.Color;
  const { parseString } = prototype;
  const known = new Map<string, Pick<Color, 'r' | 'g' | 'b' | 'alpha'>>();
  prototype.parseString = function (text) {
    const { r, g, b, alpha } = known.get(text) ?? parseString.call(this, text);
    known.set(text, { r, g, b, alpha });
    return Object.assign(this, { r, g, b, alpha });
  };
}
