import { ConfigurationError } from './ConfigurationError';
import { readAcceptance } from './readAcceptance';
import { readBinding } from './readBinding';

const binding = {
  entity: 'component:default/payments',
  repository: 'https://github.com/acme/payments',
};

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
  return 'was read';
}

describe('S2.4 bindings of entities to repositories', () => {
  it.each([
    binding,
    { ...binding, repositoryId: '123', ownerId: '45', reason: 'its own' },
    { ...binding, repository: 'https://gitlab.com/acme/team/payments' },
    { ...binding, repository: 'https://git.acme.example:8443/a/b' },
  ])('reads %j', one => {
    expect(readBinding(one, 'b')).toEqual(one);
  });

  it.each<[string, object]>([
    ['b.entity: is missing', { repository: binding.repository }],
    ['b.entity: must be a full ref', { ...binding, entity: 'payments' }],
    [
      'b.entity: must be a full ref',
      { ...binding, entity: 'Component:default/payments' },
    ],
    ['b.repository: is missing', { entity: binding.entity }],
    ['b.repositoryId: must be text', { ...binding, repositoryId: 123 }],
    ['b.repositoryId: is no id', { ...binding, repositoryId: '1*' }],
    ['b.ownerId: is no id', { ...binding, ownerId: '4 5' }],
    ['b.repositoryID: unknown key', { ...binding, repositoryID: '123' }],
  ])('refuses with %j', (problem, one) => {
    expect(refusal(() => readBinding(one, 'b'))).toContain(problem);
  });

  it.each([
    'http://github.com/acme/payments',
    'https://github.com/acme',
    'https://github.com/acme/payments/',
    'https://github.com/acme/payments.git',
    'https://github.com/acme/*',
    'https://github.com/acme/pay%6dents',
    'https://github.com/acme/x/../payments',
    'https://github.com/acme/payments?ref=x',
    'https://github.com/acme/payments#x',
    'https://GitHub.com/acme/payments',
    'https://github.com:443/acme/payments',
    'https://x@github.com/acme/payments',
    'https://github.com/\u0430cme/payments',
    'git@github.com:acme/payments.git',
    `https://github.com/acme/${'a'.repeat(500)}`,
  ])('refuses the repository %s, which no certificate names so', repository => {
    expect(
      refusal(() => readBinding({ ...binding, repository }, 'b')),
    ).toContain('b.repository: must be an address as certificates have it');
  });

  it('lets one entity have one', () => {
    const two = [binding, { ...binding, repository: 'https://github.com/a/b' }];
    expect(refusal(() => readAcceptance({ bindings: two }, 'acceptance'))).toBe(
      'acceptance.bindings: the entity "component:default/payments" is there twice',
    );
  });
});

describe('S2.4 a signer of the own repository', () => {
  const signer = { authority: 'acme', issuer: 'https://i', subject: 'x' };
  const read = (change: object) =>
    readAcceptance(
      {
        initial: [
          {
            name: 'r',
            references: ['**'],
            signers: [{ ...signer, ...change }],
          },
        ],
      },
      'acceptance',
    ).initial[0].signers[0];

  it('is asked for by a word', () => {
    expect(read({ ownRepository: true })).toEqual({
      ...signer,
      ownRepository: true,
    });
    expect(read({})).toEqual(signer);
  });

  it.each<[object, string]>([
    [{ ownRepository: false }, 'ownRepository: asks for nothing; leave it out'],
    [{ ownRepository: 'yes' }, 'ownRepository: must be true or false'],
    [
      { key: 'k', ownRepository: true },
      'a signer is either a key, or authority with issuer and subject',
    ],
  ])('refuses %j', (change, problem) => {
    expect(refusal(() => read(change))).toContain(problem);
  });
});
