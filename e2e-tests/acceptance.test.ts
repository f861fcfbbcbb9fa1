import { expect, test, type Page } from '@playwright/test';
import { openPage, openProvenance, signIn } from './portal';

/** Opens the tab as one of the sandbox's people. */
async function openAcceptance(page: Page, person: string) {
  await signIn(page, person);
  // By then the portal has a version in force.
  await openProvenance(page, 'payments-api');
  await openPage(page);
  await page.getByRole('tab', { name: 'Acceptance' }).click();
}

async function openVersion(page: Page) {
  await openAcceptance(page, 'Tomas Novak');
  await expect(page.getByText(/^Version \d+ is in force/)).toBeVisible();
}

/** The row of a rule by the name that opens it. */
function ruleNamed(page: Page, name: string) {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
}

test('a platform owner reads who may sign what, and where it is enforced', async ({
  page,
}) => {
  await openVersion(page);
  const row = ruleNamed(page, 'platform-in-production');
  await expect(row).toContainText(
    'workflow release.yml of any repository of owner acme-pay on version tags (v*)',
  );
  await expect(row).toContainText('GitHub Actions, certified by acme-sigstore');
  await expect(row).toContainText('key “acme-platform-key”');
  await expect(row).toContainText('/acme-pay/platform/');
  await expect(row).toContainText('prod: enforced');
});

test('a platform owner finds a rule, opens it by keyboard, and links to it', async ({
  page,
}) => {
  await openVersion(page);
  await page.getByLabel('Search').fill('platform prod');
  await expect(page.getByText(/^1 of \d+ rules$/)).toBeVisible();
  await page.getByLabel('Search').fill('');
  await page.getByLabel('Environment').selectOption('staging');
  await expect(ruleNamed(page, 'release-in-staging')).toBeVisible();
  await expect(ruleNamed(page, 'release-in-production')).toHaveCount(0);
  // A rule without environments applies there too.
  await expect(ruleNamed(page, 'infrastructure-files')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();

  const name = 'real-images';
  await page.getByRole('button', { name, exact: true }).press('Enter');
  const detail = page.getByRole('region', { name });
  await expect(detail).toContainText('on version tags (v*)');
  await expect(
    detail.getByRole('list', { name: 'Findings of the linter' }),
  ).toContainText('self-hosted-runner');
  await detail.getByRole('button', { name: 'As YAML' }).click();
  await expect(detail.getByLabel('Lines')).toContainText(`- name: ${name}`);

  await page.reload();
  await expect(page.getByRole('region', { name })).toBeVisible();
});

test('a developer is told which permission it needs, and whom to ask', async ({
  page,
}) => {
  await openAcceptance(page, 'Mina Okafor');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('provenance.acceptance.read');
  await expect(alert).toContainText('usually the platform team');
});

for (const theme of ['light', 'dark'] as const)
  test.describe(`a narrow window, ${theme}`, () => {
    test.use({ viewport: { width: 800, height: 900 }, colorScheme: theme });

    test('everything fits, also with a rule opened', async ({ page }) => {
      await openVersion(page);
      await page.evaluate(t => localStorage.setItem('theme', t), theme);
      await page.reload();
      await page.getByRole('button', { name: 'release-in-production' }).click();
      await expect(
        page.getByRole('region', { name: /^release/ }),
      ).toBeVisible();
      const overflows = await page.evaluate(
        () => document.documentElement.scrollWidth > window.innerWidth,
      );
      expect(overflows).toBe(false);
    });
  });
