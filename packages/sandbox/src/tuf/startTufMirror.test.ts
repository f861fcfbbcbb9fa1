import { Metadata, MetadataKind } from '@tufjs/models';
import { startTufMirror, TufKey, TufRepository, type TufMirror } from '.';

const clock = { now: () => new Date() };
const targets = { 'a.json': Buffer.from('{}') };

const metadata = (bytes: Buffer | undefined, kind: MetadataKind) =>
  Metadata.fromJSON(kind as never, JSON.parse(`${bytes}`)) as Metadata<never>;

describe('TufRepository', () => {
  const root = (repository: TufRepository, version: number) =>
    metadata(repository.root(version), MetadataKind.Root);

  it('signs every role with its own key, and each root with the one before', () => {
    const repository = TufRepository.create({ clock, targets });
    repository.rotateRoot();
    const { files } = repository;
    const timestamp = metadata(
      files.get('timestamp.json'),
      MetadataKind.Timestamp,
    );
    const [one, two] = [root(repository, 1), root(repository, 2)];
    expect(() => one.verifyDelegate('root', two)).not.toThrow();
    expect(() => two.verifyDelegate('root', two)).not.toThrow();
    expect(() => two.verifyDelegate('timestamp', timestamp)).not.toThrow();
    expect(() => one.verifyDelegate('timestamp', timestamp)).toThrow('0/1');
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        '1.root.json',
        '2.root.json',
        '2.targets.json',
        '2.snapshot.json',
        'timestamp.json',
      ]),
    );
  });

  it('does wrong what it is told to do wrong', () => {
    const repository = TufRepository.create({
      clock,
      targets,
      rootThreshold: 2,
    });
    repository.publish({ signWith: { timestamp: new TufKey() } });
    const timestamp = metadata(
      repository.files.get('timestamp.json'),
      MetadataKind.Timestamp,
    );
    const one = root(repository, 1);
    expect(() => one.verifyDelegate('timestamp', timestamp)).toThrow('0/1');
    repository.rotateRoot({ signers: ([first]) => [first] });
    expect(() => one.verifyDelegate('root', root(repository, 2))).toThrow(
      'root was signed by 1/2 keys',
    );
    repository.rotateRoot({ threshold: 0 });
    expect(JSON.parse(`${repository.root(3)}`).signed.roles.root).toMatchObject(
      { threshold: 0 },
    );
  });

  it('turns back to what was served before', () => {
    const repository = TufRepository.create({ clock, targets });
    const before = repository.served();
    repository.publish();
    repository.restore(before);
    expect(repository.files).toEqual(before);
    expect(() => repository.root(2)).toThrow('no root 2');
  });
});

describe('startTufMirror', () => {
  let mirror: TufMirror;

  afterEach(() => mirror.close());

  it('serves what the repository has, and redirects, and records', async () => {
    const repository = TufRepository.create({ clock, targets });
    mirror = await startTufMirror(repository);
    const get = (path: string) =>
      fetch(`${mirror.url}/${path}`, { redirect: 'manual' });
    expect(await (await get('1.root.json')).text()).toBe(
      repository.root().toString(),
    );
    expect((await get('9.root.json')).status).toBe(404);
    mirror.redirect('timestamp.json', '/elsewhere');
    const moved = await get('timestamp.json');
    expect([moved.status, moved.headers.get('location')]).toEqual([
      307,
      '/elsewhere',
    ]);
    mirror.setFault('targets/', { kind: 'status', status: 503 });
    expect((await get('targets/x')).status).toBe(503);
    mirror.clearFault('targets/');
    expect((await get('targets/x')).status).toBe(404);
    expect(mirror.requests.list().map(({ status }) => status)).toEqual([
      200, 404, 307, 503, 404,
    ]);
  });

  it('asks for a credential where it has one', async () => {
    const repository = TufRepository.create({ clock, targets });
    mirror = await startTufMirror(repository, { authorization: 'Bearer x' });
    const status = async (authorization?: string) => {
      const headers = { ...(authorization && { authorization }) };
      return (await fetch(`${mirror.url}/1.root.json`, { headers })).status;
    };
    expect(await status()).toBe(401);
    expect(await status('Bearer y')).toBe(401);
    expect(await status('Bearer x')).toBe(200);
  });
});
