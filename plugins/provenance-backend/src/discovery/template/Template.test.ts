import { fixedText, parseTemplate } from './Template';

describe('parseTemplate', () => {
  it('takes texts and fields apart', () => {
    expect(
      parseTemplate(
        'ghcr.io/acme/{{ metadata.name | lower }}:{{metadata.labels["acme.io/tag"]}}-x',
      ).parts,
    ).toEqual([
      'ghcr.io/acme/',
      {
        field: { text: 'metadata.name', path: ['metadata', 'name'] },
        lower: true,
      },
      ':',
      {
        field: {
          text: 'metadata.labels["acme.io/tag"]',
          path: ['metadata', 'labels', 'acme.io/tag'],
        },
        lower: false,
      },
      '-x',
    ]);
  });

  it('tells a text without fields from others', () => {
    expect(fixedText(parseTemplate('prod'))).toBe('prod');
    expect(fixedText(parseTemplate('{{ kind }}'))).toBeUndefined();
  });

  it.each([
    ['a{{ kind', 'has "{{" without "}}"'],
    ['a }} b', 'has "}}" without "{{"'],
    ['{{ kind }} }}', 'has "}}" without "{{"'],
    ['{{{ kind }}}', '"{ kind" is no field'],
    ['{{ }}', '"" is no field'],
    ['{{ kind | upper }}', '"upper" is no filter; there is "lower" alone'],
    ['{{ kind | Lower }}', 'did you mean "lower"?'],
    ['{{ kind | lower | }}', '"" is no filter'],
    ['{{ metadata.tags }}', '"metadata.tags" is a list'],
    [' ghcr.io/a', 'begins or ends with a space'],
    ['x'.repeat(2_001), 'has more than 2000 characters'],
    ['{{kind}}'.repeat(21), 'names more than 20 fields'],
    ['{{ metadata.name.constructor }}', 'is no field that is read'],
    ['{{ process.env.SECRET }}', 'is no field that is read'],
    ['{{ kind + kind }}', 'is no field that is read'],
    ['{{ metadata["name"] }}', 'is no field that is read'],
  ])('refuses %s', (source, message) => {
    expect(() => parseTemplate(source)).toThrow(message);
  });

  it.each(['{{', '}}', '{{kind', '{{ kind | ', '{{ metadata.labels["'])(
    'refuses the longest text of %s without going back over it',
    part => {
      const source = part.repeat(Math.floor(2_000 / part.length));
      expect(() => parseTemplate(source)).toThrow();
    },
  );
});
