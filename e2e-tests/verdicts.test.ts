import { expect, test } from '@playwright/test';
import { authorizedAs, openProvenance, openRow, signIn } from './portal';

/** What a developer reads on the page of an entity: verdict, reason and signer. */
const cases = [
  {
    story: 'a good release',
    entity: 'payments-api',
    artifact: 'payments-api',
    version: '2.14.0',
    verdict: 'Trusted',
    words: ['acme-pay/payments-api', 'release.yml', 'tag v2.14.0'],
  },
  {
    story: 'an image that nobody signed',
    entity: 'currency-converter',
    artifact: 'currency-converter',
    version: '0.8.0',
    verdict: 'Unsigned',
    words: ['Every place where a signature could lie was looked at'],
  },
  {
    story: 'an image signed by another workflow',
    entity: 'refund-worker',
    artifact: 'refund-worker',
    version: '1.6.2',
    verdict: 'Not trusted',
    words: [
      'Signed by somebody else',
      'acme-pay/refund-worker · nightly.yml · tag v1.6.2',
      'https://github.com/acme-pay/*/.github/workflows/release.yml@refs/tags/v*',
    ],
  },
  {
    story: 'an image with a tampered attestation',
    entity: 'dispute-portal',
    artifact: 'dispute-portal',
    version: '1.12.0',
    verdict: 'Not trusted',
    words: ['The signature does not fit the content'],
  },
];

test.beforeEach(({ page }) => signIn(page, 'Mina Okafor'));

for (const { story, entity, artifact, version, verdict, words } of cases) {
  test(`a developer reads why: ${story}`, async ({ page }) => {
    await openProvenance(page, entity);
    const row = await openRow(page, artifact, version);
    await expect(row).toContainText(verdict);
    for (const word of words) await expect(row).toContainText(word);
  });
}

test('a developer reads a real image of the corpus', async ({
  page,
  request,
}) => {
  const entity = 'slsa-generic-container-v1.4.0';
  const found = await request.get(
    `/api/catalog/entities/by-name/component/default/${entity}`,
    { headers: await authorizedAs(request, 'mina') },
  );
  test.skip(
    found.status() === 404,
    'the folder with real images (SANDBOX_CORPUS) is absent',
  );
  await openProvenance(page, entity);
  const row = await openRow(page, entity);
  await expect(row).toContainText('Trusted');
  await expect(row).toContainText('slsa-framework/slsa-github-generator');
});

test('the card on the overview says the same and leads to the tab', async ({
  page,
}) => {
  await openProvenance(page, 'refund-worker');
  await page.goto('/catalog/default/component/refund-worker');
  // Exactly: while it loads, the card says "Loading the signature status" to screen readers.
  await expect(
    page.getByText('Signature status', { exact: true }),
  ).toBeVisible();
  await expect(page.getByText(/^0 of 1 artifact trusted/)).toBeVisible();
  await page.getByRole('link', { name: 'See why and who signed' }).click();
  await expect(page).toHaveURL(/refund-worker\/provenance$/);
});

test('a row opens and closes with the keyboard alone', async ({ page }) => {
  await openProvenance(page, 'refund-worker');
  const button = page.getByRole('button', {
    name: 'refund-worker',
    exact: true,
  });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('heading', { name: 'Why' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'false');
});
