import type { Evidence, RepositoryBinding } from '@countersign/domain';
import { digestOf } from '../../__testUtils__/fixtures';
import {
  lookAtMaterials,
  outage,
  proof,
  situation,
} from '../../__testUtils__/situation';
import { identityChanged } from './identityChanged';
import type { Situation } from './Situation';

const code = 'repository-identity-changed';
const plain = situation();
const repository = 'https://github.com/acme/payments';
const binding: RepositoryBinding = {
  entity: plain.current.usage.entityRef,
  repository,
  repositoryId: '123',
};

const signedFor = (material: string, sourceRepositoryId: string): Evidence => {
  const one = proof(material);
  const { signer } = one;
  if (signer?.type !== 'certificate') throw new Error('a key');
  const claims = { sourceRepository: repository, sourceRepositoryId };
  return { ...one, signer: { ...signer, claims } };
};

function ruling(
  evidence: Evidence[],
  change: Partial<Situation> = {},
  bindings: RepositoryBinding[] | undefined = [binding],
) {
  const { judging } = plain;
  const registry = { ...judging.registry, ...(bindings && { bindings }) };
  return identityChanged(
    situation({ evidence, judging: { ...judging, registry }, ...change }),
  );
}

describe('S2.4 repository-identity-changed', () => {
  const alarm = {
    ...{ code, about: repository, old: 'id 123' },
    new: `${repository} with id 666`,
  };

  it('is opened where another repository has the bound name', () => {
    expect(ruling([signedFor('b', '666')])).toEqual({
      standing: [alarm],
      decided: [code],
    });
  });

  it('is one, and the same from look to look', () => {
    const look = lookAtMaterials(['b', 'd']);
    const evidence = [signedFor('b', '999'), signedFor('d', '666')];
    for (const all of [evidence, [...evidence].reverse()])
      expect(ruling(all, { look }).standing).toEqual([alarm]);
  });

  it('is closed by a finished look once the new identity is bound, or nothing is', () => {
    const closed = { standing: [], decided: [code] };
    const found = [signedFor('b', '666')];
    const anew = [{ ...binding, repositoryId: '666' }];
    expect(ruling(found, {}, anew)).toEqual(closed);
    expect(ruling(found, {}, [])).toEqual(closed);
    expect(ruling([signedFor('b', '123')])).toEqual(closed);
  });

  it('is opened by an unfinished look, and not closed by one', () => {
    const look = lookAtMaterials(['b'], outage);
    expect(ruling([signedFor('b', '666')], { look })).toEqual({
      standing: [alarm],
      decided: [],
    });
    expect(ruling([], { look })).toEqual({ standing: [], decided: [] });
  });

  it('is not opened by what is served no more, what nobody proves, or what was removed', () => {
    const found = signedFor('b', '666');
    const gone = lookAtMaterials(['d']);
    expect(ruling([found], { look: gone }).standing).toEqual([]);
    const removed = { ...found, authorityDigest: digestOf('9') };
    expect(ruling([removed]).standing).toEqual([]);
    const failed: Evidence = {
      ...found,
      outcome: { status: 'failed', code: 'signature-invalid', message: 'x' },
    };
    expect(ruling([failed]).standing).toEqual([]);
  });
});
