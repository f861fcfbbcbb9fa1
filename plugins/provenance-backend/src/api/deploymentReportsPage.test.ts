import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { DEPLOYMENT_REPORT_SCHEMA } from '@countersign/backstage-plugin-provenance-common';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import provenancePlugin from '..';
import { digestOf } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { readConfiguration } from '../config';
import { ConfigReader } from '@backstage/config';

jest.setTimeout(60_000);

const page = readFileSync(
  resolve(__dirname, '../../../../docs/deployment-reports.md'),
  'utf8',
);

const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    match => match[1],
  );

const [configuration, github, gitlab, argo] = blocks('yaml').map(text =>
  parse(text),
);
const [terraform] = blocks('hcl');
const known = Object.keys(DEPLOYMENT_REPORT_SCHEMA.properties);
/** As the service token of the test backend calls itself. */
const subject = 'external:test-service';

const values: Record<string, string> = {
  '${{ steps.build.outputs.digest }}': digestOf('a'),
  '${{ github.server_url }}': 'https://github.com',
  '${{ github.repository }}': 'acme/payments',
  '${{ github.run_id }}': '7',
  $IMAGE_DIGEST: digestOf('a'),
  $CI_JOB_URL: 'https://gitlab.com/acme/payments/-/jobs/7',
};

function filledIn(text: string): string {
  return Object.entries(values).reduce(
    (filled, [name, value]) => filled.replaceAll(name, value),
    text,
  );
}

describe('docs/deployment-reports.md', () => {
  let backend: TestBackend;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-report-'));
    const { entities, environments } =
      configuration.provenance.discovery.reporters[0];
    const payments = component('payments', '');
    const owner = { type: 'ownedBy', targetRef: 'group:default/payments' };
    backend = await startTestBackend({
      features: [
        provenancePlugin,
        mockServices.rootConfig.factory({
          data: {
            provenance: {
              authorities: [{ name: 'public-good', offline: true }],
              discovery: { reporters: [{ subject, entities, environments }] },
            },
          },
        }),
        catalogServiceMock.factory({
          entities: [{ ...payments, relations: [owner] }],
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend.stop();
    rmSync(folder, { recursive: true });
  });

  async function run(command: string, report: string) {
    const { port } = backend.server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)('sh', ['-ec', command], {
      cwd: folder,
      env: {
        ...{ PATH: process.env.PATH, NODE_ENV: 'test' },
        PORTAL: `http://127.0.0.1:${port}`,
        TOKEN: mockCredentials.service.token(),
        REPORT: report,
      },
    });
    return stdout;
  }

  it('has a configuration that is read', () => {
    const { provenance } = configuration;
    const { discovery } = readConfiguration(new ConfigReader({ provenance }));
    expect(discovery.reporters).toMatchObject([
      { subject: 'external:ci-payments' },
    ]);
    const [access] = configuration.backend.auth.externalAccess;
    expect(`external:${access.options.subject}`).toBe('external:ci-payments');
  });

  it.each<[string, string, string]>([
    ['GitHub Actions', github[0].run, github[0].env.REPORT],
    [
      'GitLab CI',
      gitlab['report-deployment'].script[0],
      gitlab['report-deployment'].variables.REPORT,
    ],
    ['Terraform', commandOf(terraform), reportOf(terraform)],
  ])('has a command for %s that reports', async (_name, command, report) => {
    const { items } = JSON.parse(await run(command, filledIn(report)));
    expect(items).toEqual([
      {
        status: expect.stringMatching(/accepted|unchanged/),
        entityRef: 'component:default/payments',
      },
    ]);
  });

  it('fails a pipeline where a report is refused', async () => {
    const report = filledIn(github[0].env.REPORT).replace('prod', 'other');
    await expect(run(github[0].run, report)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('not-allowed'),
    });
  });

  it('has a template for Argo CD that comes to a batch', async () => {
    const { data } = argo;
    const service = parse(data['service.webhook.countersign']);
    expect(service.url).toMatch(/\/api\/provenance\/deployments$/);
    const { webhook } = parse(data['template.countersign-deployed']);
    const [first] = parse(data['trigger.on-deployed']);
    expect(first.send).toEqual(['countersign-deployed']);
    const batch = JSON.parse(rendered(webhook.countersign.body));
    expect(batch.items).toHaveLength(2);
    for (const item of batch.items)
      expect(known).toEqual(expect.arrayContaining(Object.keys(item)));
    const { items } = JSON.parse(
      await run(github[0].run, JSON.stringify(batch)),
    );
    expect(items).toMatchObject([{ status: 'accepted' }, {}]);
  });
});

/** What Go's templates make of it for an application with two images. */
function rendered(template: string): string {
  const [head, body, tail] = template.split(
    /\{\{-? range .*?\}\}\{\{ if \$i \}\},\{\{ end \}\}|\{\{- end \}\}/,
  );
  const fields: Record<string, string> = {
    '$.app.metadata.name': 'payments',
    '$.app.metadata.labels.environment': 'prod',
    '$.app.status.operationState.finishedAt': new Date().toISOString(),
  };
  const items = ['payments', 'sidecar'].map(name =>
    body.replace(/\{\{ (.*?) \}\}/g, (_, field) =>
      field === '$image'
        ? `registry.acme.example/${name}@${digestOf('b')}`
        : fields[field],
    ),
  );
  return `${head}${items.join(',')}${tail}`;
}

/** The text between the markers, without their indentation. */
function commandOf(hcl: string): string {
  return /<<-EOT\n(.*?)\n\s*EOT/s.exec(hcl)![1].trim();
}

/** What `jsonencode` makes of the object, with the digest in it. */
function reportOf(hcl: string): string {
  const object = /jsonencode\((\{.*?\})\)/s.exec(hcl)![1];
  const fields = [...object.matchAll(/"(\w+)"\s*=\s*(?:"(.*?)"|var\.\w+)/g)];
  return JSON.stringify(
    Object.fromEntries(
      fields.map(([, name, value]) => [name, value ?? digestOf('a')]),
    ),
  );
}
