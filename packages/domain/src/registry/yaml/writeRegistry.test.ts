import fc from 'fast-check';
import { anyRegistry, anyRule } from '../../__testUtils__/anyRegistry';
import { readAcceptance } from '../parse';
import type { AcceptanceRule } from '../rule';
import { readRegistryFile } from './readRegistryFile';
import {
  builderAsYaml,
  configurationOf,
  distrustAsYaml,
  listAsYaml,
  ruleAsYaml,
} from './writeRegistry';

const rule: AcceptanceRule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**'],
  mode: 'enforce',
  signers: [
    {
      authority: 'public-good',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: '**',
    },
  ],
  requirements: [{ type: 'scan', maximumAgeMs: 5_400_000 }],
};

describe('ruleAsYaml', () => {
  it('writes the lines of a registry file', () => {
    expect(ruleAsYaml(rule)).toBe(
      [
        '- name: acme-release',
        '  references:',
        '    - ghcr.io/acme/**',
        '  mode: enforce',
        '  signers:',
        '    - authority: public-good',
        '      issuer: https://token.actions.githubusercontent.com',
        '      subject: "**"',
        '  requirements:',
        '    - type: scan',
        '      maximumAge:',
        '        minutes: 90',
        '',
      ].join('\n'),
    );
  });

  it('writes out what a reader would not see, and means the same', () => {
    const name = 'a\u202eb\u{e0041}\t\u0000c';
    const yaml = ruleAsYaml({ ...rule, name });
    expect(yaml).toContain('name: "a\\u202eb\\U000e0041\\t\\u0000c"');
    expect(readRegistryFile(yaml).list).toMatchObject({ initial: [{ name }] });
  });

  it('shows every valid rule so that the strict reader reads the same', () => {
    fc.assert(
      fc.property(anyRule, one => {
        const yaml = ruleAsYaml(one);
        expect(yaml).not.toMatch(/[^\P{C}\n]/u);
        const { list } = readRegistryFile(yaml);
        expect(readAcceptance(list, 'acceptance').initial).toEqual([one]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is written of a rule', () => {
  it('begins with what a person reads first, however it is kept', () => {
    const { name, references, mode, signers } = rule;
    const kept = { mode, signers, references, name };
    expect(ruleAsYaml(kept)).toBe(
      ruleAsYaml({ name, references, mode, signers }),
    );
    expect(ruleAsYaml(kept)).toMatch(
      /^- name: [^]*\n {2}references:[^]*\n {2}mode:[^]*\n {2}signers:/,
    );
  });
});

describe('listAsYaml', () => {
  it('writes every list so that the strict reader reads the same', () => {
    fc.assert(
      fc.property(anyRegistry, ({ rules, ...rest }) => {
        const yaml = listAsYaml(configurationOf({ rules, ...rest }));
        expect(yaml).not.toMatch(/[^\P{C}\n]/u);
        const { list } = readRegistryFile(yaml);
        expect(readAcceptance(list, 'acceptance')).toEqual({
          initial: rules,
          ...rest,
        });
      }),
      { numRuns: 30 },
    );
  });

  it('writes what nobody could read yet', () => {
    const list = { initial: [{ name: '', singers: [{}] }], novelty: [1] };
    expect(readRegistryFile(listAsYaml(list)).list).toEqual(list);
  });
});

describe('what stands beside the rules as YAML', () => {
  it('is a distrust entry, with nothing of it hidden', () => {
    expect(distrustAsYaml({ key: 'old', reason: 'It\u202e is lost.' })).toBe(
      '- key: old\n  reason: "It\\u202e is lost."\n',
    );
  });

  it('is a builder, as configuration writes it', () => {
    const builder = {
      signer: { key: 'ci' },
      level: 2,
      because: 'Seen.',
    } as const;
    expect(builderAsYaml(builder)).toBe(
      '- level: 2\n  because: Seen.\n  key: ci\n',
    );
  });
});

describe('configurationOf', () => {
  it('is what the strict reader reads back', () => {
    fc.assert(
      fc.property(anyRegistry, ({ rules, ...rest }) => {
        const written = configurationOf({ rules, ...rest });
        expect(readAcceptance(written, 'acceptance')).toEqual({
          initial: rules,
          ...rest,
        });
      }),
      { numRuns: 30 },
    );
  });
});
