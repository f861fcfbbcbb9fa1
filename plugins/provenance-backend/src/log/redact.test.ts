import { redact } from './redact';

describe('redact', () => {
  it.each([
    ['ann@acme.com', 'erased'],
    ['Signed by ann@acme.com.', 'Signed by erased.'],
    ['ann@acme.com, ann@acme.com', 'erased, erased'],
    ['<ann@acme.com>', '<erased>'],
    ['acme: “ann@acme.com”', 'acme: “erased”'],
  ])('S10.1 finds an identity as a whole: %s', (text, rest) => {
    expect(redact({ a: [{ b: text }] }, 'ann@acme.com')).toEqual({
      a: [{ b: rest }],
    });
  });

  it.each([
    'joann@acme.com',
    'jo.ann@acme.com',
    'ann@acme.com.au',
    'ann@acme.community',
    'ann@acme.com@evil.example',
    'ANN@acme.com',
  ])('leaves another one alone: %s', text => {
    expect(redact({ a: text }, 'ann@acme.com')).toBeUndefined();
  });

  it('S10.1 looks into names too, and leaves everything else as it is', () => {
    const record = { 'ann@acme.com': 1, b: [null, true, 2, 'x'] };
    expect(redact(record, 'ann@acme.com')).toEqual({
      erased: 1,
      b: [null, true, 2, 'x'],
    });
  });
});
