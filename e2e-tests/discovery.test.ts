import { expect, test } from '@playwright/test';
import { openPage, openProvenance, signIn } from './portal';

test('a platform owner reads what the portal lacks, and of what nothing is known', async ({
  page,
}) => {
  await signIn(page, 'Tomas Novak');
  // By then the catalog was read, and the first looks are done.
  await openProvenance(page, 'payments-api');
  await openPage(page);
  const coverage = page.getByRole('region', { name: /It is known what/ });
  await expect(coverage).toBeVisible();
  await expect(
    coverage.getByRole('row', { name: /component: service/ }),
  ).toBeVisible();

  const setUp = page.getByRole('button', { name: /^Set-up/ });
  const steps = page.getByRole('list', { name: 'Steps' });
  // Whatever the sandbox lacks today: either its steps stand here, or the way to them.
  await expect(setUp.or(steps)).toBeVisible();
  if (await setUp.isVisible()) await setUp.press('Enter');
  await expect(steps.getByRole('heading')).toHaveCount(5);
  await expect(steps.getByText('Rules say who may sign')).toBeVisible();
  await page.getByRole('button', { name: /^(Hide for me|Close)$/ }).click();
  await expect(steps).toHaveCount(0);
  await expect(setUp).toBeVisible();
});

test('a developer is told which permission the set-up needs, and sees the coverage', async ({
  page,
}) => {
  await signIn(page, 'Mina Okafor');
  await openProvenance(page, 'payments-api');
  await openPage(page);
  await expect(
    page.getByRole('heading', { name: /^It is known what/ }),
  ).toBeVisible();
  await expect(page.getByText('provenance.evidence.read.all')).toBeVisible();
});

test('a developer reads of what nothing is known, why, and the lines that end it', async ({
  page,
}) => {
  await signIn(page, 'Mina Okafor');
  await openProvenance(page, 'payments-api');
  await openPage(page);
  const item = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: /ingress.gateway/i }) });
  await expect(item).toContainText('group:default/platform');
  await item
    .getByRole('button', {
      name: 'It runs in clusters, and nothing reads them',
    })
    .click();
  await expect(item).toContainText('It has backstage.io/kubernetes-id.');
  await expect(item).toContainText('Install the Kubernetes module');
  await expect(item.getByLabel('Lines for app-config.yaml')).toContainText(
    'provenance:\n  kubernetes:\n    clusters:',
  );
  // A library is not expected to run.
  await expect(
    page.getByRole('link', { name: /checkout.design/i }),
  ).toHaveCount(0);
});
