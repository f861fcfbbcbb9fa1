import { expect, test } from '@playwright/test';
import { openProvenance, openRow, signIn } from './portal';

const folder = process.env.SHOTS ?? 'docs/img';

const shots = [
  { name: 'tab', entity: 'payments-api' },
  { name: 'not-trusted', entity: 'refund-worker', row: 'refund-worker' },
  { name: 'unsigned', entity: 'currency-converter', row: 'currency-converter' },
  { name: 'card', entity: 'payments-api', page: '' },
];

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 800]) {
    test.describe(`${theme} ${width}`, () => {
      test.use({
        viewport: { width, height: 900 },
        colorScheme: theme,
        contextOptions: { reducedMotion: 'reduce' },
      });

      test('discovery', async ({ page }) => {
        await page.addInitScript(t => localStorage.setItem('theme', t), theme);
        await signIn(page, 'Tomas Novak');
        await openProvenance(page, 'payments-api');
        await page.goto('/provenance');
        await expect(
          page.getByRole('heading', { name: /^It is known what/ }),
        ).toBeVisible();
        const setUp = page.getByRole('button', { name: /^Set-up/ });
        const steps = page.getByRole('list', { name: 'Steps' });
        await expect(setUp.or(steps)).toBeVisible();
        if (await setUp.isVisible()) await setUp.click();
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({
          path: `${folder}/discovery-${theme}-${width}.png`,
          animations: 'disabled',
          caret: 'hide',
          fullPage: true,
        });
        const overflows = await page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        expect(overflows).toBe(false);
      });

      for (const { name, entity, row, page: at } of shots) {
        test(name, async ({ page }) => {
          // Where Backstage keeps the choice of its theme switch.
          await page.addInitScript(
            t => localStorage.setItem('theme', t),
            theme,
          );
          await signIn(page, 'Mina Okafor');
          await openProvenance(page, entity);
          if (row) await openRow(page, row);
          if (at !== undefined) {
            await page.goto(`/catalog/default/component/${entity}/${at}`);
            await expect(page.getByText(/artifacts? trusted/)).toBeVisible();
          }
          await page.evaluate(() => document.fonts.ready);
          await expect(page.getByTestId('progress')).toHaveCount(0);
          await page.screenshot({
            path: `${folder}/${name}-${theme}-${width}.png`,
            animations: 'disabled',
            caret: 'hide',
          });
          const overflows = await page.evaluate(
            () => document.documentElement.scrollWidth > window.innerWidth,
          );
          expect(overflows).toBe(false);
        });
      }
    });
  }
}
