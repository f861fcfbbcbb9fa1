import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e-tests',
  testIgnore: [
    // Not for a browser: yarn test:interop runs them.
    'interop/**',
    // No test of anything: yarn screenshots asks for it.
    ...(process.env.SHOTS ? [] : ['screenshots.test.ts']),
  ],
  timeout: 60_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  outputDir: 'node_modules/.cache/e2e-test-results',
  use: {
    // yarn test:e2e starts a portal of its own and names it; else the one of ./dev start is tested.
    baseURL: process.env.PLAYWRIGHT_URL ?? 'http://localhost:7007',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // Without one, Playwright looks for the browser that `npx playwright install chromium` brings.
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
