import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { mediaTypes, RegistryStore } from '../registry';
import { pushArtifact, pushImage } from '.';
import { gzipStored } from './gzip';
import { tar } from './tar';
import { zip } from './zip';

const repository = () => new RegistryStore().repository('a/b');

describe('pushImage', () => {
  it('has the same digest on every start', () => {
    const content = { tag: '1.0.0', files: { 'app/version': '1.0.0' } };
    expect(pushImage(repository(), content).digest).toBe(
      pushImage(repository(), content).digest,
    );
    expect(pushImage(repository(), content).digest).toBe(
      'sha256:58be7de4c7018775177696302dc9691c039eb6d78d4cfa2764c5e5fb3c3ee89d',
    );
  });

  it('makes an index of several platforms, every child of it stored', () => {
    const target = repository();
    const index = pushImage(target, {
      tag: '1.0.0',
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    expect(index.mediaType).toBe(mediaTypes.index);
    const { manifests } = JSON.parse(target.resolve('1.0.0')!.bytes.toString());
    expect(manifests).toHaveLength(2);
    for (const child of manifests)
      expect(target.resolve(child.digest)!.bytes).toHaveLength(child.size);
  });

  it('stores artifacts with their type', () => {
    const target = repository();
    const module = pushArtifact(target, {
      tag: '1.0.0',
      artifactType: 'application/vnd.opentofu.modulepkg',
      layers: [{ mediaType: 'archive/zip', bytes: Buffer.from('PK') }],
    });
    expect(JSON.parse(target.resolve(module.digest)!.bytes.toString())).toEqual(
      expect.objectContaining({
        artifactType: 'application/vnd.opentofu.modulepkg',
      }),
    );
  });
});

describe('archives', () => {
  it('are read by tar itself', () => {
    const archive = tar({ 'etc/a': 'first', 'b.txt': 'x'.repeat(513) });
    const listed = execFileSync('tar', ['-tvf', '-'], { input: archive });
    expect(listed.toString()).toMatch(/ 5 .*etc\/a\n.* 513 .*b\.txt\n/);
  });

  it('are ZIP archives that Python reads and finds whole', () => {
    const archive = zip({ 'index.js': 'first', 'lib/b.txt': 'x'.repeat(513) });
    const script =
      'import io,sys,zipfile;z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()));print(z.testzip(),z.namelist())';
    const listed = execFileSync('python3', ['-c', script], { input: archive });
    expect(listed.toString().trim()).toBe("None ['index.js', 'lib/b.txt']");
  });

  it('are gzip that zlib reads, the same on every system', () => {
    const zipped = gzipStored(Buffer.from('content'));
    expect(gunzipSync(zipped).toString()).toBe('content');
    expect(zipped[9]).toBe(255);
  });
});
