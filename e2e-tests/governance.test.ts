import {
  expect,
  test,
  type APIRequestContext,
  type Browser,
  type Page,
} from '@playwright/test';
import { authorizedAs, openProvenance, signIn } from './portal';

interface Rule {
  name: string;
  rationale?: string;
}

/** Runs in production, signed with the platform's key, which the rule about cards does not accept. */
const artifact = 'hsm-proxy';
const rule = 'cards-certificates-only';
const acceptance = '/provenance/acceptance';

async function pageOf(browser: Browser, person: string, path: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, person);
  await page.goto(path);
  return page;
}

/** The row of the artifact in its tab says this of it. */
async function expectVerdict(page: Page, verdict: string) {
  await openProvenance(page, artifact);
  await expect(
    page
      .getByRole('listitem')
      .filter({
        has: page.getByRole('button', { name: artifact, exact: true }),
      })
      .first(),
  ).toContainText(verdict);
}

/** Writes a proposal in the editor and opens it for review. */
async function propose(page: Page, title: string) {
  await page.goto(`${acceptance}/propose?rule=${rule}`);
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Why', { exact: true }).fill('It is built elsewhere.');
  await page.getByRole('button', { name: 'Add a signer' }).click();
  await page.getByRole('button', { name: 'A key instead' }).click();
  await page.getByLabel('Key', { exact: true }).fill('acme-platform-key');
  await page.getByRole('button', { name: 'Open for review' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  return page.url();
}

async function acknowledge(page: Page) {
  await expect(page.getByText(/^0 of \d+ acknowledged/)).toBeVisible();
  for (const box of await page
    .getByRole('region', { name: 'What it would do' })
    .getByRole('checkbox')
    .all())
    await box.check();
  await page.getByLabel('Why it may be so').fill('It was looked at.');
  await page.getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(page.getByText(/^(\d+) of \1 acknowledged/)).toBeVisible();
}

/** Has a list proposed, approved by two, and merged: what the first version said, changed. */
async function merge(
  request: APIRequestContext,
  changed: (rules: Rule[]) => Rule[] = same => same,
) {
  const api = '/api/provenance';
  const [tomas, yuki, sara] = await Promise.all(
    ['tomas', 'yuki', 'sara'].map(name => authorizedAs(request, name)),
  );
  const get = async (path: string) =>
    (await request.get(`${api}${path}`, { headers: tomas })).json();
  const post = async (
    path: string,
    headers: Record<string, string>,
    data: object,
  ) => {
    const answer = await request.post(`${api}${path}`, { headers, data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.json();
  };
  const { version } = await get('/acceptance');
  const { content } = await get('/acceptance/versions/1');
  const text = {
    ...{ title: 'By others', reason: 'A test needs it.' },
    content: { ...content, rules: changed(content.rules) },
  };
  const draft = await post('/proposals', tomas, { ...text, base: version });
  const path = `/proposals/${draft.id}`;
  const { binding: expected } = await post(`${path}/edit`, tomas, {
    ...{ ...text, expected: draft.binding },
    answers: draft.lint.map((one: Record<string, string>) => ({
      ...{ code: one.code, path: one.path, value: one.value },
      because: 'It was there before.',
    })),
  });
  await post(`${path}/open`, tomas, { expected });
  await post(`${path}/replay`, tomas, { expected });
  await expect(async () => {
    expect(await get(`${path}/replay`)).toMatchObject({ state: 'done' });
  }).toPass();
  const { blockers } = await get(`${path}/replay`);
  const keys = blockers.map(({ key }: { key: string }) => key);
  if (keys.length > 0)
    await post(`${path}/acknowledgements`, yuki, {
      ...{ expected, keys, text: 'As it was.' },
    });
  await post(`${path}/approve`, yuki, { expected });
  await post(`${path}/approve`, sara, { expected });
  await post(`${path}/merge`, tomas, { expected });
}

test('a change of production takes two others, and verdicts follow it', async ({
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const title = 'Let the platform key sign for cards';
  const tomas = await pageOf(browser, 'Tomas Novak', acceptance);
  await expectVerdict(tomas, 'Not trusted');
  const url = await propose(tomas, title);
  await expect(tomas.getByText(/^Needs two who review it/)).toBeVisible();
  await tomas.getByRole('button', { name: /^Replay/ }).click();
  await expect(
    tomas.getByText(/^Of \d+ usages 0 would be judged more strictly, 1 more/),
  ).toBeVisible();
  const replay = tomas.getByRole('region', { name: 'What it would do' });
  await expect(replay).toContainText(artifact);
  await expect(replay).toContainText('1 foreign identity would be accepted');
  // Nobody approves what they wrote.
  await expect(tomas.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await expect(
    tomas
      .getByText(
        'You edited it, and whoever edited a proposal never reviews it.',
      )
      .first(),
  ).toBeVisible();
  const { headers } = { headers: await authorizedAs(request, 'tomas') };
  const id = url.split('/').at(-1);
  const { binding } = await (
    await request.get(`/api/provenance/proposals/${id}`, { headers })
  ).json();
  const refused = await request.post(
    `/api/provenance/proposals/${id}/approve`,
    { headers, data: { expected: binding } },
  );
  expect(refused.ok()).toBe(false);

  // One of two is not enough.
  const yuki = await pageOf(browser, 'Yuki Tanaka', url);
  await acknowledge(yuki);
  await yuki.getByRole('button', { name: 'Approve' }).click();
  await expect(yuki.getByText(/Missing: 1 reviewer who did not/)).toBeVisible();
  await expect(yuki.getByRole('button', { name: 'Merge' })).toBeDisabled();

  const sara = await pageOf(browser, 'Sara Haddad', url);
  await sara.getByRole('button', { name: 'Approve' }).click();
  await expect(sara.getByText('It is approved.')).toBeVisible();

  await tomas.goto(url);
  await tomas.getByRole('button', { name: 'Merge' }).click();
  await tomas.getByRole('button', { name: /merge/i }).last().click();
  await expect(tomas.getByText(/became version \d+/)).toBeVisible();
  await expect(async () => {
    await expectVerdict(tomas, 'Trusted');
  }).toPass({ timeout: 60_000 });

  await tomas.goto(`${acceptance}/history`);
  await expect(tomas.getByRole('table')).toContainText(title);
  // What is in force is what was there before, for the tests that follow.
  await merge(request);
  for (const page of [tomas, yuki, sara]) await page.context().close();
});

test('of two changes of one rule the second is told what the first did', async ({
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const tomas = await pageOf(browser, 'Tomas Novak', acceptance);
  const url = await propose(tomas, 'A key for cards');
  // Meanwhile somebody else's change of the same list comes into force.
  await merge(request, rules =>
    rules.map(one =>
      one.name === 'infrastructure-files'
        ? { ...one, rationale: 'Said by others.' }
        : one,
    ),
  );
  await tomas.goto(url);
  await expect(tomas.getByText(/is in force by now/).first()).toBeVisible();
  await tomas.getByRole('button', { name: /^Rebase/ }).click();
  await expect(tomas.getByText(/is in force by now/)).toHaveCount(0);
  await tomas.getByRole('button', { name: 'Withdraw' }).click();
  await tomas
    .getByRole('button', { name: /withdraw/i })
    .last()
    .click();
  await expect(tomas.getByText('Withdrawn').first()).toBeVisible();
  await merge(request);
  await tomas.context().close();
});

test('a portal where nobody may sign anything gets its first rules from who signs', async ({
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const tomas = await pageOf(browser, 'Tomas Novak', acceptance);
  await expectVerdict(tomas, 'Not trusted');
  await merge(request, () => []);
  await tomas.goto(acceptance);
  await expect(tomas.getByText('Nobody may sign anything yet.')).toBeVisible();
  await tomas.getByRole('link', { name: 'See who signs what runs' }).click();
  const suggested = tomas.getByRole('checkbox');
  await expect(suggested.first()).toBeVisible();
  for (const box of await suggested.all()) await expect(box).not.toBeChecked();
  await suggested.first().check();
  await expect(tomas.getByText(/^1 rule of \d+ selected/)).toBeVisible();
  await tomas
    .getByRole('button', { name: 'Propose the selected rules' })
    .click();
  await expect(
    tomas.getByRole('heading', { name: 'Accept who signs what runs' }),
  ).toBeVisible();
  await expect(tomas.getByText('1 rule added.')).toBeVisible();
  await merge(request);
  await tomas.context().close();
});

test('a developer is told which permission it takes', async ({ page }) => {
  await signIn(page, 'Mina Okafor');
  await page.goto(`${acceptance}/proposals`);
  await expect(page.getByRole('alert')).toContainText(
    'provenance.acceptance.read',
  );
});
