import { provesAbsence } from '@countersign/domain';
import { toBundle, type FileServer } from '@countersign/sandbox';
import { digestOf } from '../encoding';
import { acme, message, now } from '../__testUtils__/minted';
import { Servers } from '../__testUtils__/servers';
import { verifyMaterial } from '../verification/verifyMaterial';

/*
 * A bundle of OPA can keep a signature of OPA's own inside (`.signatures.json`). It is no Sigstore signature, and one
 * that was taken out once passed for "not configured" (GHSA-g2pf-6v5v-qcc8). Here it is part of the bytes: what signs a
 * policy bundle lies beside it or in its registry, and a bundle without that is unsigned.
 */
describe('GHSA-g2pf-6v5v-qcc8 a policy bundle', () => {
  const signed = Buffer.from('policy .signatures.json');
  const stripped = Buffer.from('policy');

  let servers: Servers;
  let files: FileServer;

  beforeEach(async () => {
    servers = await Servers.start();
    ({ files } = servers);
  });

  afterEach(() => servers.close());

  async function look() {
    const client = servers.client();
    const reference = servers.file('bundle.tar.gz');
    const subject = await client.resolve(reference);
    return { subject, ...(await client.collect(reference, subject)) };
  }

  it('S5.4 without a signature beside it is provably unsigned, whatever lies inside', async () => {
    for (const bytes of [signed, stripped]) {
      files.put('bundle.tar.gz', bytes);
      const { collection, materials } = await look();
      expect(materials).toEqual([]);
      expect(provesAbsence(collection)).toBe(true);
    }
  });

  it('S8.1 from which anything was taken out is another one', async () => {
    const bundle = Buffer.from(JSON.stringify(toBundle(message(signed))));
    files.put('bundle.tar.gz.sigstore.json', bundle);
    const outcome = async (bytes: Buffer) => {
      files.put('bundle.tar.gz', bytes);
      const { subject, materials } = await look();
      expect(subject).toBe(digestOf(bytes));
      return verifyMaterial(materials[0], { subject, authority: acme, now })
        .outcome;
    };
    expect(await outcome(signed)).toMatchObject({ status: 'proven' });
    expect(await outcome(stripped)).toMatchObject({
      status: 'failed',
      code: 'subject-mismatch',
    });
  });

  it("S5.4 OPA's own file beside it is something that cannot be read, not nothing", async () => {
    files.put('bundle.tar.gz', stripped);
    files.put(
      'bundle.tar.gz.sig',
      Buffer.from('{"signatures":["eyJhbGciOiJSUzI1NiJ9.e30.c2ln"]}'),
    );
    const { subject, collection, materials } = await look();
    expect(provesAbsence(collection)).toBe(true);
    expect(
      materials.map(
        material =>
          verifyMaterial(material, { subject, authority: acme, now }).outcome,
      ),
    ).toMatchObject([{ status: 'failed', code: 'malformed' }]);
  });
});
