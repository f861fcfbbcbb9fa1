import { expect, test, type APIRequestContext } from '@playwright/test';
import {
  authorizedAs,
  openPage,
  openProvenance,
  openRow,
  signIn,
} from './portal';

const entity = 'component:default/chargeback-desk';
const place = { environment: 'prod', cloud: 'aws', location: 'reported-1' };

/** Host and port of the sandbox's registry, by what another entity runs. */
async function registry(request: APIRequestContext) {
  const answer = await request.get('/api/provenance/usages', {
    headers: await authorizedAs(request, 'tomas'),
    params: { entityRef: 'component:default/payments-api', limit: 1 },
  });
  const { items } = await answer.json();
  return String(items[0].repository).split('/')[0];
}

async function report(
  request: APIRequestContext,
  person: string,
  words: object,
) {
  const host = await registry(request);
  return request.post('/api/provenance/deployments', {
    headers: await authorizedAs(request, person),
    data: {
      ...{ entity, ...place, ...words },
      reference: `${host}/acme-pay/cards/chargeback-desk:1.2.0`,
    },
  });
}

test('what a platform owner reports is looked at, and what is reported gone is not known any more', async ({
  page,
  request,
}) => {
  await signIn(page, 'Tomas Novak');
  await openProvenance(page, 'payments-api');
  await openPage(page);
  const inList = (name: RegExp) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name }) });
  // A link shows the name of its entity until it has the title.
  const missing = inList(/chargeback.desk/i);
  await missing
    .getByRole('button', {
      name: 'Its pipeline does not report what it deploys',
    })
    .click();
  await expect(missing).toContainText('POST /deployments');

  const run = 'https://ci.acme-pay.example/runs/7';
  const reported = await report(request, 'tomas', { run });
  expect(reported.status()).toBe(200);
  expect(await reported.json()).toEqual({
    items: [{ status: 'accepted', entityRef: entity }],
  });

  await openProvenance(page, 'chargeback-desk');
  const row = await openRow(page, 'chargeback-desk', '1.2.0');
  await expect(row).toContainText('Trusted');
  await expect(row).toContainText('acme-pay/chargeback-desk');
  await expect(row).toContainText('user:default/tomas');
  await openPage(page);
  await expect(inList(/ingress.gateway/i)).toBeVisible();
  await expect(missing).toHaveCount(0);

  const removed = await report(request, 'tomas', { removed: true });
  expect(await removed.json()).toEqual({
    items: [{ status: 'accepted', entityRef: entity }],
  });
  await page.reload();
  await expect(missing).toBeVisible();
});

test('a developer may not report, and nothing is known by it', async ({
  page,
  request,
}) => {
  await signIn(page, 'Mina Okafor');
  await openProvenance(page, 'payments-api');
  const refused = await report(request, 'mina', {});
  expect(refused.status()).toBe(403);
  const { error } = await refused.json();
  expect(error.message).toContain('provenance.deployment.report');
  const usages = await request.get('/api/provenance/usages', {
    headers: await authorizedAs(request, 'mina'),
    params: { entityRef: entity },
  });
  expect((await usages.json()).totalItems).toBe(0);
});
