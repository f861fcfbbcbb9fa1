import type { Entity } from '@backstage/catalog-model';
import { fillTemplate } from './fillTemplate';
import { parseTemplate } from './Template';

const entityWith = (image?: unknown): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'Payments',
    ...(image !== undefined && { annotations: { image: image as string } }),
    build: 42,
    nested: { a: 1 },
  },
});

const fill = (source: string, image?: unknown) =>
  fillTemplate(parseTemplate(source), entityWith(image));

describe('fillTemplate', () => {
  it('puts fields in their places', () => {
    expect(
      fill('ghcr.io/{{ metadata.name | lower }}:{{ metadata.build }}'),
    ).toEqual({ text: 'ghcr.io/payments:42' });
  });

  it('tells which field the entity lacks, whatever else is wrong', () => {
    expect(
      fill('{{ metadata.annotations.image }}{{ metadata.labels.tag }}', ''),
    ).toEqual({ missing: 'metadata.labels.tag' });
    expect(fill('{{ metadata.nested }}')).toEqual({
      missing: 'metadata.nested',
    });
  });

  it.each([
    ['', '"metadata.annotations.image" is empty'],
    [' \t', '"metadata.annotations.image" is empty'],
    ['a\u202eb', '"metadata.annotations.image" holds characters that'],
    ['a\u0000b', 'holds characters that cannot be seen'],
    ['a\ud800', 'holds characters that cannot be seen'],
    ['x'.repeat(1024 * 1024), 'has 1048576 characters; at most 2000 are read'],
  ])('gives a reason for a value that no name can hold', (value, problem) => {
    for (const filter of ['', '| lower'])
      expect(
        fill(`a{{ metadata.annotations.image ${filter} }}b`, value),
      ).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('never reads a value as a template', () => {
    expect(
      fill('{{ metadata.annotations.image }}', '{{ metadata.name }}$&'),
    ).toEqual({ text: '{{ metadata.name }}$&' });
  });

  it('does not come to more than its limits allow', () => {
    const slots = '{{ metadata.annotations.image }}'.repeat(20);
    expect(fill(slots, 'x'.repeat(2_000))).toEqual({
      text: 'x'.repeat(40_000),
    });
  });
});
