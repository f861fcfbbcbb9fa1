import { expect, type APIRequestContext, type Page } from '@playwright/test';

/** Signs in as one of the sandbox's people and waits for the catalog. */
export async function signIn(page: Page, person: string) {
  await page.goto('/');
  await page.getByRole('button', { name: new RegExp(person) }).click();
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
}

/** The headers of a request to the API by one of the sandbox's people. */
export async function authorizedAs(request: APIRequestContext, name: string) {
  const answer = await request.get('/api/auth/sandbox/refresh', {
    headers: { 'x-sandbox-person': name },
  });
  const { backstageIdentity } = await answer.json();
  return { authorization: `Bearer ${backstageIdentity.token}` };
}

/** By the navigation of the portal; the tab of an entity has the same name. */
export async function openPage(page: Page) {
  await page
    .getByTestId('sidebar-root')
    .getByRole('link', { name: 'Provenance' })
    .click();
}

/**
 * Opens the Provenance tab of an entity and waits until nothing is being looked at any more. The portal may have started
 * a moment ago: the catalog reads, discovery follows, and then the first look.
 */
export async function openProvenance(page: Page, entity: string) {
  const path = `/catalog/default/component/${entity}/provenance`;
  await expect(async () => {
    await page.goto(path);
    await expect(
      page.getByRole('heading', { level: 2, name: /artifacts? trusted/ }),
    ).toBeVisible({ timeout: 5_000 });
    await expect(page.getByText(/first look|being looked at/i)).toHaveCount(0);
  }).toPass({ timeout: 50_000 });
}

/** The row of an artifact, opened. `version` tells apart what runs in several environments. */
export async function openRow(page: Page, artifact: string, version = '') {
  const name = { name: artifact, exact: true };
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', name), hasText: version })
    .first();
  await row.getByRole('button', name).click();
  await expect(row.getByRole('heading', { name: 'Why' })).toBeVisible();
  return row;
}
