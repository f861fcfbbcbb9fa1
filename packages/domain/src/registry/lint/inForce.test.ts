import { lint } from './lint';

const rule = {
  name: 'mail',
  references: ['ghcr.io/acme/**'],
  mode: 'observe',
  signers: [
    {
      authority: 'public-good',
      issuer: 'https://accounts.google.com',
      subject: 'jane@acme.example',
    },
  ],
};
const other = {
  ...rule,
  name: 'other',
  signers: [{ key: 'platform' }],
};
const found = (before: unknown, after: unknown) =>
  lint(after, { before })
    .filter(({ code }) => code === 'personal-email')
    .map(({ path, isInForce }) => `${path} ${isInForce ? 'in force' : 'new'}`);
const at = (index: number) => `initial[${index}].signers[0].subject`;

describe('a finding about what is in force already', () => {
  it('knows a warning of the list before, wherever the entry stands by now', () => {
    expect(found({ initial: [rule] }, { initial: [other, rule] })).toEqual([
      `${at(1)} in force`,
    ]);
  });

  it.each([
    ['is new', other],
    ['says something else now', { ...rule, mode: 'enforce' }],
    ['has another name now', { ...rule, name: 'mails' }],
  ])('asks for a sentence where the entry %s', (_, before) => {
    expect(found({ initial: [before] }, { initial: [rule] })).toEqual([
      `${at(0)} new`,
    ]);
  });

  it('never takes an error for settled', () => {
    const broken = { initial: [{ ...rule, signers: [] }] };
    const errors = lint(broken, { before: broken }).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).not.toHaveProperty('isInForce');
  });

  it.each([undefined, null, 'x', 7, [], { initial: 7 }])(
    'reads %p before as a list of nothing',
    before => {
      expect(found(before, { initial: [rule] })).toEqual([`${at(0)} new`]);
    },
  );
});
