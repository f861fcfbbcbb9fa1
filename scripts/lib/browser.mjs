import { existsSync } from 'node:fs';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser that is on the machine already; CHROMIUM_PATH names another. */
export const findBrowser = () =>
  [process.env.CHROMIUM_PATH, ...known].find(file => file && existsSync(file));

export const browserAdvice =
  'install Chromium (Debian: apt-get install chromium) or name one in CHROMIUM_PATH';
