import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest, Evidence } from '@countersign/domain';
import {
  startSigstoreServices,
  startTufMirror,
  TufRepository,
} from '@countersign/sandbox';
import { mutationsOf, type Mutation } from '../__testUtils__/bundleMutations';
import {
  fromBundle,
  release,
  sigstore,
  statement,
  subject,
  verify,
} from '../__testUtils__/minted';
import { random, type Random } from '../__testUtils__/random';
import { libraryRefusal } from '../__testUtils__/referenceLibrary';
import {
  signWithSigstore,
  verifyWithSigstore,
  type BundleDocument,
  type SigningJob,
} from '../__testUtils__/sigstorePackage';
import { digestOf } from '../encoding';
import type { Material } from '../material/Material';

jest.setTimeout(120_000);

const inToto = 'application/vnd.in-toto+json';
const forms: (Pick<SigningJob, 'log' | 'stamped' | 'type'> & {
  name: string;
})[] = [
  { name: 'a file, Rekor v1', log: 'v1', stamped: false },
  { name: 'a file, Rekor v1, stamped', log: 'v1', stamped: true },
  { name: 'a statement, Rekor v1', log: 'v1', stamped: false, type: inToto },
  {
    name: 'a statement, Rekor v1, stamped',
    log: 'v1',
    stamped: true,
    type: inToto,
  },
  {
    name: 'a statement, Rekor v1 as intoto',
    log: 'intoto',
    stamped: false,
    type: inToto,
  },
  { name: 'a file, Rekor v2', log: 'v2', stamped: true },
  { name: 'a statement, Rekor v2', log: 'v2', stamped: true, type: inToto },
];

interface Signed {
  bundle: BundleDocument;
  material: Material;
  /** What `sigstore` is given beside the bundle. */
  file?: Buffer;
  subject: Digest;
}

/** By the name of the form, two of each: over something, and over something else. */
const signed = new Map<string, [Signed, Signed]>();

beforeAll(async () => {
  const services = await startSigstoreServices(sigstore);
  try {
    const jobs = forms.flatMap(form =>
      ['one', 'two'].map((which): SigningJob => {
        const token = services.token(release);
        const { name, ...rest } = form;
        const bytes = form.type
          ? JSON.stringify(
              statement({
                predicate: { spdxVersion: 'SPDX-2.3', name: which },
              }),
            )
          : `${which}: ${name}`;
        return { ...rest, token, bytes: Buffer.from(bytes) };
      }),
    );
    const bundles = await signWithSigstore(services.url, jobs);
    const all = bundles.map((bundle, i): Signed => {
      const file = jobs[i].type ? undefined : Buffer.from(jobs[i].bytes);
      return {
        ...{ bundle, file, material: fromBundle(bundle) },
        subject: file ? digestOf(file) : subject,
      };
    });
    forms.forEach(({ name }, i) =>
      signed.set(name, [all[2 * i], all[2 * i + 1]]),
    );
  } finally {
    await services.close();
  }
});

function pairOf(name: string): [Signed, Signed] {
  const pair = signed.get(name);
  if (!pair) throw new Error(`nothing was signed for ${name}`);
  return pair;
}

describe('what the sigstore package signs', () => {
  it.each(forms)('is proven: $name', ({ name }) => {
    for (const { material, file, subject: about } of pairOf(name)) {
      expect(libraryRefusal(material.bytes, file)).toBeUndefined();
      expect(verify(material, { subject: about }).outcome.status).toBe(
        'proven',
      );
    }
  });

  it('is accepted by sigstore.verify through TUF, and refused where we refuse', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'differential-'));
    const repository = TufRepository.create({
      clock: { now: () => new Date() },
      targets: {
        'trusted_root.json': Buffer.from(
          JSON.stringify(sigstore.trustedRoot()),
        ),
      },
    });
    const mirror = await startTufMirror(repository);
    try {
      const tufRootPath = join(folder, 'root.json');
      writeFileSync(tufRootPath, repository.root());
      const originals = [...signed.values()].flat();
      const foreign = [...signed.values()].map(([mine, theirs]) => ({
        bundle: withContentOf(mine.bundle, theirs.bundle),
        file: theirs.file,
        subject: theirs.subject,
      }));
      const verdicts = await verifyWithSigstore(
        { tufMirrorURL: mirror.url, tufRootPath, tufCachePath: folder },
        [...originals, ...foreign].map(({ bundle, file }) => ({
          bundle,
          bytes: file,
        })),
      );
      const accepted = verdicts.slice(0, originals.length);
      expect(accepted).toEqual(originals.map(() => 'accepted'));
      expect(verdicts.slice(originals.length)).not.toContain('accepted');
      for (const { bundle, subject: about } of foreign)
        expect(
          verify(fromBundle(bundle), { subject: about }).outcome.status,
        ).toBe('failed');
    } finally {
      await mirror.close();
      rmSync(folder, { recursive: true });
    }
  });
});

/** One bundle's proofs beside another's content. */
function withContentOf(mine: BundleDocument, theirs: BundleDocument) {
  const { mediaType, verificationMaterial } = mine;
  return { ...theirs, mediaType, verificationMaterial };
}

/** Where we refuse what the library accepts. Nothing else may be refused here alone. */
const strictness = [
  {
    where: /inclusionProof\.(rootHash|treeSize)/,
    code: 'log-proof-invalid',
    message: 'the proof of the log is about another tree than its checkpoint',
    why: 'the library takes root and size from the checkpoint and does not look at those beside it',
  },
  {
    where: /tlogEntries\.0\.logId\.keyId/,
    code: 'log-proof-invalid',
    message: 'invalid checkpoint signature',
    why: 'where no promise covers the name of the log, the library takes the proof of any log that it trusts',
  },
  {
    where: /tlogEntries\.0\.logIndex: empty/,
    code: 'malformed',
    message: 'the log index is not a number',
    why: 'nothing that the library checks covers the outer index of Rekor v2',
  },
  {
    where: /messageDigest\.algorithm: left out/,
    code: 'unsupported-format',
    message:
      'signatures over HASH_ALGORITHM_UNSPECIFIED digests cannot be verified',
    why: 'the library has the bytes, we have digests and need to know which',
  },
];
const seen = new Set<(typeof strictness)[number]>();

function nameOf(what: string, { outcome }: Evidence) {
  return strictness.find(
    each =>
      outcome.status === 'failed' &&
      each.code === outcome.code &&
      each.message === outcome.message &&
      each.where.test(what),
  );
}

const fieldsPerForm = 50;

describe('whatever a stranger makes of it', () => {
  it.each(forms)(
    'is refused here where the library refuses, and else by name: $name',
    ({ name }) => {
      const [mine, theirs] = pairOf(name);
      const seed = name.length * 104_729;
      const all = mutationsOf(mine.material, theirs.material, random(seed));
      const chosen = someOf(all, random(seed));
      const attempts = chosen.map(({ what, material }) => ({
        what,
        library: libraryRefusal(material.bytes, mine.file),
        ours: verify(material, { subject: mine.subject }),
      }));
      const isProven = ({ ours }: { ours: Evidence }) =>
        ours.outcome.status === 'proven';
      const refused = attempts.filter(({ library }) => library);
      expect(refused.length).toBeGreaterThan(20);
      expect(refused.filter(isProven)).toEqual([]);

      const strict = attempts
        .filter(({ library }) => !library)
        .filter(attempt => !isProven(attempt))
        .map(({ what, ours }) => ({ what, ours, name: nameOf(what, ours) }));
      expect(strict.filter(attempt => !attempt.name)).toEqual([]);
      strict.forEach(attempt => attempt.name && seen.add(attempt.name));
    },
  );

  it('is refused here alone for no reason that does not occur', () => {
    expect([...seen]).toHaveLength(strictness.length);
  });
});

/** Every change of the proofs, and some of the fields; the same ones in every run. */
function someOf(all: Mutation[], next: Random): Mutation[] {
  const [fields, proofs] = [true, false].map(of =>
    all.filter(({ what }) => what.includes(': ') === of),
  );
  const chosen = new Set<Mutation>();
  while (chosen.size < Math.min(fieldsPerForm, fields.length))
    chosen.add(fields[next(fields.length)]);
  return [...proofs, ...chosen];
}
