import { gzipSync } from 'node:zlib';
import { artifactKinds, type ArtifactKind } from '@countersign/domain';
import { gzipStored, tar, zip } from '@countersign/sandbox';
import { Glimpse, glimpseLimits } from './content/Glimpse';
import { kindsOfFile } from './kindsOfFile';

/** Fed in pieces of an odd length, as a network would. */
function kindsOf(bytes: Buffer | string, piece = 61_441) {
  const glimpse = new Glimpse();
  const all = Buffer.from(bytes as string);
  for (let at = 0; at < all.length; at += piece)
    glimpse.push(all.subarray(at, at + piece));
  return kindsOfFile(glimpse);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const tgz = (files: Record<string, string>) => gzipStored(tar(files));
const hex = (text: string) => Buffer.from(text, 'hex');

function safetensors() {
  const header = Buffer.from('{"weight":{"dtype":"F32","shape":[1]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(4)]);
}

const plan = {
  format_version: '1.2',
  planned_values: {},
  resource_changes: [],
};
const spdx = { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT' };

/** Every form of every kind, as the tools write it. */
const forms: Record<ArtifactKind, Record<string, Buffer | string>> = {
  'container-image': {
    'docker save': tar({
      'manifest.json': '[]',
      'blobs/sha256/0123': '',
      'oci-layout': '{}',
    }),
    'docker save of before': tar({ 'manifest.json': '[]', 'ab/layer.tar': '' }),
  },
  'helm-chart': {
    'helm package': tgz({
      'payments/Chart.yaml': 'apiVersion: v2\nname: payments\n',
      'payments/templates/deployment.yaml': '',
    }),
  },
  'kubernetes-manifest': {
    YAML: '# made by hand\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: "apps/v1"\nkind: Deployment # yes\nspec:\n- a\n',
    JSON: json({ apiVersion: 'v1', kind: 'List', items: [] }),
    Kustomize: tgz({ 'base/kustomization.yaml': '', 'base/a.yaml': '' }),
  },
  'terraform-module': {
    'tar.gz': tgz({ 'main.tf': '', 'README.md': '' }),
    'a release of GitHub': tgz({ 'vpc-1.0.0/main.tf': '' }),
    zip: zip({ 'main.tofu': '', 'modules/a/main.tf': '' }),
  },
  'terraform-plan': {
    'terraform show -json': json(plan),
    'terraform plan -out': zip({
      tfplan: '',
      tfstate: '',
      'tfconfig/m-/main.tf': '',
    }),
  },
  'policy-bundle': {
    'opa build': tgz({
      '/.manifest': '{}',
      '/data.json': '{}',
      '/limits.rego': '',
    }),
    'opa build of data alone': tgz({ '.manifest': '{}', 'data.json': '{}' }),
    Gatekeeper:
      'apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\n',
    Kyverno:
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  rules: []\n',
  },
  'pipeline-definition': {
    Tekton:
      'apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: { name: a }\n',
    Argo: 'apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\n',
    'GitHub Actions':
      'name: release\non: push\njobs:\n  build:\n    runs-on: a\n',
    'GitLab CI': 'stages: [build]\nbuild:\n  script: make\n',
    'Azure Pipelines':
      'trigger:\n- main\npool: { vmImage: a }\nsteps:\n- script: make\n',
  },
  'function-bundle': {
    'AWS, Node': zip({ 'index.mjs': '', 'node_modules/a/index.js': '' }),
    'AWS, a binary': zip({ bootstrap: '' }),
    Azure: zip({ 'host.json': '{}', 'hello/function.json': '{}' }),
  },
  'machine-learning-model': {
    safetensors: safetensors(),
    GGUF: Buffer.concat([Buffer.from('GGUF'), hex('03000000')]),
    TFLite: Buffer.concat([hex('1c000000'), Buffer.from('TFL3'), hex('00')]),
    ONNX: Buffer.concat([hex('08081207'), Buffer.from('pytorch'), hex('1a')]),
    PyTorch: zip({ 'model/data.pkl': '', 'model/version': '3' }),
    'a folder of weights': tgz({
      'config.json': '{}',
      'model.safetensors': '',
    }),
  },
  firmware: {
    'U-Boot': Buffer.concat([hex('27051956'), Buffer.alloc(60)]),
    FIT: Buffer.concat([hex('d00dfeed'), Buffer.alloc(60)]),
    MCUboot: Buffer.concat([hex('3db8f396'), Buffer.alloc(60)]),
    UF2: Buffer.concat([Buffer.from('UF2\n'), Buffer.alloc(60)]),
    UEFI: Buffer.concat([
      hex('edd5cb6d2de8444cbda17194199ad92a'),
      Buffer.alloc(9),
    ]),
  },
  package: {
    npm: tgz({ 'package/package.json': '{}' }),
    wheel: zip({ 'a/__init__.py': '', 'a-1.0.dist-info/METADATA': '' }),
    Debian: Buffer.from('!<arch>\ndebian-binary   1 '),
    RPM: Buffer.concat([hex('edabeedb0300'), Buffer.alloc(90)]),
    Java: zip({ 'META-INF/MANIFEST.MF': '' }),
  },
  sbom: {
    'SPDX as JSON': json(spdx),
    'SPDX 3': json({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [],
    }),
    'SPDX as tags': 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n',
    'SPDX as tags, with a text of several lines':
      '# a comment\nSPDXVersion: SPDX-2.3\nLicenseComment: <text>one\ntwo</text>\n',
    'CycloneDX as JSON': json({ bomFormat: 'CycloneDX', specVersion: '1.6' }),
    'CycloneDX as XML':
      '<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"/>',
  },
};

const goods = artifactKinds.flatMap(kind =>
  Object.entries(forms[kind]).map(([form, bytes]) => ({ kind, form, bytes })),
);

describe('S3.1 what a file can be, by its bytes', () => {
  it('knows every kind in some form', () => {
    for (const kind of artifactKinds)
      expect(Object.keys(forms[kind])).not.toEqual([]);
  });

  it.each(goods)('$kind: $form', async ({ kind, bytes }) => {
    const kinds = await kindsOf(bytes);
    expect(kinds).toContain(kind);
    expect(kinds).toEqual(artifactKinds.filter(one => kinds?.includes(one)));
    expect(await kindsOf(bytes, 1)).toEqual(kinds);
  });

  it.each(goods)(
    '$kind: $form is nothing of the others',
    async ({ kind, bytes }) => {
      const also: ArtifactKind[] = [
        kind,
        ...(kind === 'container-image' ? [] : ['package' as const]),
        ...(kind === 'policy-bundle' || kind === 'pipeline-definition'
          ? ['kubernetes-manifest' as const]
          : []),
      ];
      expect(also).toEqual(
        expect.arrayContaining((await kindsOf(bytes)) ?? []),
      );
    },
  );

  it.each([
    ['nothing', ''],
    ['text', 'hello\n'],
    ['white space', ' \n\n'],
    ['an empty object', '{}'],
    ['JSON that says nothing', json({ a: 1 })],
    ['YAML that says nothing', 'a: 1\nb:\n  - c\n'],
    [
      'one that is no manifest among those that are',
      'apiVersion: v1\nkind: A\n---\na: 1\n',
    ],
    ['an archive of something', tgz({ 'a.txt': '' })],
    ['an empty archive', tar({})],
    [
      'an OCI layout, which may hold anything',
      tar({ 'oci-layout': '', 'index.json': '' }),
    ],
    ['random bytes', Buffer.from('b9f7a1c200ff13', 'hex')],
    ['compressed text', gzipSync('{"bomFormat":"CycloneDX"}')],
  ])('is not certain of %s', async (_, bytes) => {
    expect(await kindsOf(bytes)).toBeUndefined();
  });

  it.each(goods.filter(({ bytes }) => bytes.length > 400))(
    'is not certain of $kind: $form that is cut off',
    async ({ bytes }) => {
      const cut = Buffer.from(bytes as string);
      expect(
        await kindsOf(cut.subarray(0, Math.floor(cut.length * 0.4))),
      ).toBeUndefined();
    },
  );
});

describe('S3.1 a file that was made to deceive', () => {
  const module = tgz({ 'main.tf': '' });
  const bundle = zip({ 'index.js': '' });

  it('is two things at once and so may be called neither', async () => {
    expect(await kindsOf(Buffer.concat([module, bundle]))).toEqual([]);
    expect(
      await kindsOf(Buffer.concat([tar({ 'main.tf': '' }), bundle])),
    ).toEqual([]);
  });

  it('is a ZIP archive whatever stands before it', async () => {
    for (const before of [json(spdx), Buffer.from('#!/bin/sh\n')]) {
      const file = Buffer.concat([before, bundle]);
      expect(await kindsOf(file)).toEqual(['function-bundle', 'package']);
    }
  });

  it('is an image whatever else lies in it', async () => {
    const image = { 'manifest.json': '[]', 'blobs/sha256/01': '' };
    expect(
      await kindsOf(
        tgz({ ...image, 'main.tf': '', 'a.rego': '', 'x/Chart.yaml': '' }),
      ),
    ).toEqual(['container-image']);
  });

  it('hides no name behind a longer one', async () => {
    const hidden = tar({ 'x/Chart.yaml': '' });
    const path = '20 path=main.tf.json\n';
    const header = tar({ pax: `${path}` });
    header[156] = 'x'.charCodeAt(0);
    header.write('        ', 148);
    const sum = header.subarray(0, 512).reduce((a, b) => a + b, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const file = Buffer.concat([header.subarray(0, 1_024), hidden]);
    expect(await kindsOf(file)).toEqual(['terraform-module', 'package']);
  });

  it('has both values of a key that it has twice', async () => {
    const twice = '{"bomFormat":"CycloneDX","bomFormat":"none"}';
    expect(await kindsOf(twice)).toContain('sbom');
  });

  it.each([
    ['below the first level', json({ a: spdx, b: [plan] })],
    ['in a text', json({ a: JSON.stringify(spdx) })],
    ['in a block of YAML', 'a: |\n  apiVersion: v1\n  kind: Pod\n'],
    ['in a YAML text at the margin', '--- |\napiVersion: v1\nkind: Pod\n'],
    [
      'behind the end of the document',
      `${JSON.stringify({ a: 1 })}{"bomFormat":"CycloneDX"}`,
    ],
  ])('says nothing %s', async (_, bytes) => {
    expect(await kindsOf(bytes)).toBeUndefined();
  });

  it('is given up where it unpacks to gigabytes', async () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024);
    const header = tar({ 'main.tf': '' }).subarray(0, 512);
    expect(await kindsOf(gzipSync(Buffer.concat([header, zeros])))).toEqual([
      'terraform-module',
      'package',
    ]);
    const big = tar({ 'main.tf': '', 'big.bin': zeros });
    expect(await kindsOf(gzipSync(big))).toBeUndefined();
  });

  it('is given up where it has 100,000 entries', async () => {
    const entry = tar({ 'main.tf': '' }).subarray(0, 512);
    const archive = Buffer.concat([
      ...Array.from({ length: 100_000 }, () => entry),
      Buffer.alloc(1_024),
    ]);
    expect(await kindsOf(gzipSync(archive))).toBeUndefined();
    const names = Array.from({ length: 20_000 }, (_, i) => [`f${i}`, '']);
    const many = Object.fromEntries([['index.js', ''], ...names]);
    expect(await kindsOf(zip(many))).toBeUndefined();
  });

  it.each([
    ['deep JSON', `{"bomFormat":"CycloneDX","a":${'['.repeat(100_000)}`],
    [
      'deep JSON that ends',
      `{"bomFormat":"CycloneDX","a":${'['.repeat(65)}${']'.repeat(65)}}`,
    ],
    ['a million keys', `{"bomFormat":"CycloneDX"${',"a":1'.repeat(500_000)}}`],
    [
      'a text that does not end',
      `{"bomFormat":"CycloneDX","a":"${'x'.repeat(3_000_000)}`,
    ],
    [
      'JSON beyond the glimpse',
      `{"bomFormat":"CycloneDX","a":"${'x'.repeat(glimpseLimits.head)}"}`,
    ],
    ['a million documents', 'apiVersion: v1\nkind: A\n---\n'.repeat(40_000)],
    [
      'blanks without an end',
      `a: ${' '.repeat(900_000)}x\n${' '.repeat(100_000)}`,
    ],
    ['a line without an end', `${'a '.repeat(500_000)}`],
  ])('is given up without costing anything: %s', async (_, text) => {
    const before = process.cpuUsage();
    expect(await kindsOf(text)).toBeUndefined();
    const { user } = process.cpuUsage(before);
    expect(user).toBeLessThan(1_500_000);
  });
});

describe('S3.1 a file that is larger than what is kept of it', () => {
  const filler = Buffer.alloc(glimpseLimits.head + 100_000, 'a');

  it.each([1, 3])(
    'is a ZIP archive by its end (%s times as large)',
    async times => {
      const fillers = Object.fromEntries(
        Array.from({ length: times }, (_, i) => [`f${i}`, filler]),
      );
      expect(await kindsOf(zip({ ...fillers, 'index.js': '' }))).toEqual([
        'function-bundle',
        'package',
      ]);
      expect(
        await kindsOf(zip({ ...fillers, 'index.js': '' }), 3_000_001),
      ).toEqual(['function-bundle', 'package']);
    },
  );

  it('is not certain where an archive goes on behind it', async () => {
    expect(await kindsOf(tar({ 'main.tf': '', filler }))).toBeUndefined();
  });

  it('is a model by its beginning', async () => {
    expect(
      await kindsOf(Buffer.concat([Buffer.from('GGUF'), filler, hex('00')])),
    ).toEqual(['machine-learning-model', 'package']);
  });
});
