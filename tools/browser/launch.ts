import { type Browser, chromium } from 'playwright-core';
import { provideBrowser } from './provide.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Text is drawn the same wherever it stands and on whatever screen: pages are compared with pictures of them.
  '--disable-lcd-text',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Starts the locked browser without a window; with a port, other programs can drive it as well. */
export async function launchBrowser(debuggingPort?: number): Promise<Browser> {
  const { executablePath, env } = await provideBrowser();
  const more = debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`];
  return chromium.launch({ executablePath, args: [...FLAGS, ...more], env: { ...(process.env as Record<string, string>), ...env } });
}
