import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browserAdvice, findBrowser } from './lib/browser.mjs';
import { buildApp } from './lib/build-app.mjs';
import { runMain } from './lib/main.mjs';
import { freePorts, startPortal } from './lib/portal.mjs';
import { exitCode, onExit, start } from './lib/processes.mjs';
import { UserError } from './lib/UserError.mjs';

/** `yarn test:e2e` and `yarn screenshots`: a portal of their own, the browser tests against it. */
async function main() {
  const args = process.argv.slice(2);
  const screenshots = args.includes('--screenshots');
  const browser = findBrowser();
  if (!browser) throw new UserError(`No browser: ${browserAdvice}.`, 69);
  await buildApp();

  const data = mkdtempSync(path.join(tmpdir(), 'countersign-browser-'));
  onExit(() => rmSync(data, { recursive: true, force: true }));
  const { address } = await startPortal({
    ...(await freePorts()),
    data,
    discoverySeconds: 2,
    quiet: true,
  });
  const playwright = start(
    [
      ...['yarn', 'playwright', 'test'],
      ...args.filter(arg => arg !== '--screenshots'),
      ...(screenshots ? ['screenshots'] : []),
    ],
    {
      stdio: 'inherit',
      env: {
        PLAYWRIGHT_URL: address,
        CHROMIUM_PATH: browser,
        ...(screenshots && { SHOTS: process.env.SHOTS ?? 'docs/img' }),
      },
    },
  );
  return exitCode(playwright);
}

await runMain(main);
