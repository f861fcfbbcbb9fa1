import { bindingInWords } from './bindingInWords';
import { signerInWords } from './signerInWords';

const binding = {
  entity: 'component:default/payments',
  repository: 'https://github.com/acme/payments',
};

describe('S2.4 bindingInWords', () => {
  it('says what is bound, and what it takes for the same', () => {
    expect(
      bindingInWords({
        ...binding,
        repositoryId: '123',
        ownerId: '45',
        reason: 'checked\u202e',
      }),
    ).toEqual({
      sentence:
        'The repository of component:default/payments is https://github.com/acme/payments, with the id 123 and the owner id 45.',
      exact: binding.repository,
      pinned: 'Another repository of that name does not count.',
      because: expect.not.stringContaining('\u202e'),
    });
    expect(bindingInWords(binding)).toEqual({
      sentence:
        'The repository of component:default/payments is https://github.com/acme/payments.',
      exact: binding.repository,
      pinned: 'Whoever has that name: no id is pinned.',
    });
  });

  it('says of a signer that only the own repository counts', () => {
    expect(
      signerInWords({
        ...{ authority: 'acme', issuer: 'https://i', subject: 'x' },
        ownRepository: true,
      }).conditions,
    ).toEqual(['only for the repository of the entity itself']);
  });
});
