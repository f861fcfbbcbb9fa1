import { visibleText } from './visibleText';

describe('visibleText', () => {
  it.each([
    ['payments\u202egnp.exe', 'payments\\u{202e}gnp.exe'],
    ['a\u200bb', 'a\\u{200b}b'],
    ['a\u0000\u001b[31mb\r\nc', 'a\\u{0}\\u{1b}[31mb\\u{d}\\u{a}c'],
    ['\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
  ])('writes out what would hide or reorder: %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves readable text of any script alone', () => {
    const text = 'Zahlungen für müller@example.com · 支付 · שלום <b>&';
    expect(visibleText(text)).toBe(text);
  });

  it('keeps both ends of an overlong text', () => {
    const text = `${'a'.repeat(300)}@evil${'b'.repeat(300)}@good`;
    const shown = visibleText(text, 100);
    expect(shown).toHaveLength(99);
    expect(shown.startsWith('aaa')).toBe(true);
    expect(shown.endsWith('@good')).toBe(true);
  });
});
