import { generateKeyPairSync } from 'node:crypto';
import { toMaterial } from '../../material/Material';
import { keyAuthority } from '../../trust';
import { VerificationPool } from '../VerificationPool';

/** A program that verifies once; it closes its pool when it is told to, and ends. */
async function main() {
  const pool = new VerificationPool({ size: 1 });
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const material = toMaterial({
    source: 'bundle-file',
    format: 'sigstore-bundle',
    mediaType: 'application/json',
    bytes: Buffer.from('{}'),
  });
  const { outcome } = await pool.verify(material, {
    subject: material.digest,
    authority: keyAuthority('key', pem),
    now: new Date(),
  });
  process.stdout.write(`${outcome.status}\n`);
  if (process.argv[2] === 'close') {
    await pool.close();
    process.stdout.write('closed\n');
  }
}

main().catch(error => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
