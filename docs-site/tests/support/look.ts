import type { Browser, ConsoleMessage, Page, Request, Response } from 'playwright-core';
import { axeFaults, type AxeScope } from './axe.ts';
import { openPage } from './browser.ts';

/** As wide as the layout with the navigation beside the text needs, and so low that no live picture is in view yet. */
const DESK = { width: 1000, height: 300 };
const PHONE = { width: 390, height: 844 };
/** Pictures of pages are kept small; text is still text. */
const SCALE = 0.4;
/** What is higher in a window than 16,384 points of the picture, the browser may leave blank: the end of the longest generated pages is not in view. */
const HIGHEST_PX = 40_000;
/** What changes though nobody edits the page: its last change, what is computed from the code, and the words of recorded terminals, times among them. */
const VARIES = `.theme-doc-footer, [data-computed] { display: none !important; }
  figure > pre, figure > pre * { color: transparent !important; }`;
/** For what a busy machine shows late. */
const LATE_MS = 120_000;
const MOST_PICTURES = 5;

/** What there is to see of a page, in one load of it. */
export interface Seen {
  /** Addresses on other servers that it asked for. */
  readonly asked: readonly string[];
  /** What it threw, logged as an error, or asked for in vain. */
  readonly errors: readonly string[];
  /** The scripts that it ran before anything was scrolled; what is fetched ahead for other pages is no script of its own. */
  readonly scripts: readonly string[];
  /** The whole page in light, as PNG, small. */
  readonly picture: Buffer;
  readonly axeInLight: readonly string[];
  readonly axeInDark: readonly string[];
  /** By how many pixels it is wider than a phone. */
  readonly tooWidePx: number;
}

/** How a page is looked at. */
export interface Looking {
  /** What axe is asked in light and in dark. */
  readonly axe?: { readonly light: AxeScope; readonly dark: AxeScope };
  /** Puts a fault in, once the page is there. */
  readonly plant?: (page: Page) => Promise<unknown>;
}

/** A page that is shown one address after another: a browser that stays is twice as quick as one that starts anew. */
export async function openDesk(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: DESK,
    deviceScaleFactor: SCALE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** Loads a page once and looks at it from all sides. */
export async function look(page: Page, url: string, { axe, plant }: Looking = {}): Promise<Seen> {
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  const heard = listen(page, new URL(url).origin);
  try {
    await openPage(page, url);
    const scripts = [...heard.scripts];
    await plant?.(page);
    await bringToLife(page);
    const picture = await steadyPicture(page);
    const axeInLight = await axeFaults(page, axe?.light ?? 'nothing');
    await darken(page);
    const axeInDark = await axeFaults(page, axe?.dark ?? 'nothing');
    await page.setViewportSize(PHONE);
    const tooWidePx = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return { asked: heard.asked, errors: heard.errors, scripts, picture, axeInLight, axeInDark, tooWidePx };
  } finally {
    heard.stop();
  }
}

function listen(page: Page, origin: string) {
  const [asked, errors, scripts]: [string[], string[], Set<string>] = [[], [], new Set()];
  const hearRequest = (request: Request): void => {
    const { protocol, origin: other, pathname } = new URL(request.url());
    if (other !== origin && protocol !== 'data:' && protocol !== 'blob:') asked.push(request.url());
    if (request.resourceType() === 'script') scripts.add(pathname);
  };
  const hearResponse = (response: Response): void => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  };
  const hearError = ({ message }: Error): void => void errors.push(message);
  const hearConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') errors.push(message.text());
  };
  page.on('request', hearRequest).on('response', hearResponse).on('pageerror', hearError).on('console', hearConsole);
  const stop = (): void => {
    page.off('request', hearRequest).off('response', hearResponse).off('pageerror', hearError).off('console', hearConsole);
  };
  return { asked, errors, scripts, stop };
}

/** How high the page is without what {@link VARIES} hides: a page that was never committed must not be lower than it is afterwards. */
function heightOf(page: Page): Promise<number> {
  return page.evaluate((css) => {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
    const { scrollHeight } = document.documentElement;
    style.remove();
    return scrollHeight;
  }, VARIES);
}

/** Makes the window as high as the page, so that all of it is in view, and waits until every live picture lives and all text has its font. */
async function bringToLife(page: Page): Promise<void> {
  await page.setViewportSize({ ...DESK, height: Math.min(await heightOf(page), HIGHEST_PX) });
  await page.waitForFunction(() => document.querySelectorAll('[data-live-state="still"]').length === 0, undefined, { timeout: LATE_MS });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** A picture that is the same twice running: on a busy machine the browser may show letters in a first, rougher form. */
async function steadyPicture(page: Page): Promise<Buffer> {
  const take = (): Promise<Buffer> => page.screenshot({ style: VARIES, animations: 'disabled', timeout: LATE_MS });
  let last = await take();
  for (let more = MOST_PICTURES; more > 0; more -= 1) {
    const next = await take();
    if (next.equals(last)) break;
    last = next;
  }
  return last;
}

async function darken(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached', timeout: LATE_MS });
}
