import { parse } from 'yaml';
import { annotationYaml } from './snippets';
import { hostsYaml } from './hostsYaml';
import { readConfiguration } from '../../config';
import { ConfigReader } from '@backstage/config';
import {
  clustersYaml,
  environmentsYaml,
  registryAnnotationYaml,
  rulesYaml,
} from './snippets';
import { registryAnnotations } from '../../discovery';

const refused = (host: string, kind: 'images' | 'files' = 'images') => ({
  ...{ host, artifacts: 1, entities: 1, images: false, files: false },
  [kind]: true,
});

describe('lines to paste', () => {
  it.each([
    'component:default/a: b',
    'component:default/x\n      - reference: evil.example/x:1',
    `component:default/${'a'.repeat(80)}`,
    'component:default/UPPER',
  ])('take nothing over from a name such as %j', entityRef => {
    expect(annotationYaml(entityRef)).toBe(annotationYaml());
  });

  it('leave out hosts that configuration refuses', () => {
    const yaml = hostsYaml([
      ...[refused('ghcr.io'), refused('bad_host.example')],
      ...[refused('files.example:8443', 'files'), refused('[::1]:5000')],
    ]);
    expect(parse(yaml!)).toEqual({
      provenance: {
        registries: [{ host: 'ghcr.io' }, { host: '[::1]:5000' }],
        files: { hosts: ['files.example:8443'] },
      },
    });
    expect(yaml).toMatch(/^# Only what your company uses/);
    expect(hostsYaml([refused('bad_host.example')])).toBeUndefined();
  });

  it.each([
    ['rules', rulesYaml()],
    ['environments', environmentsYaml(['prod', "it's: #1"])],
    ['clusters', clustersYaml()],
    ['hosts', hostsYaml([refused('ghcr.io')])!],
    ...[...registryAnnotations].map(([name, known]) => [
      name,
      registryAnnotationYaml(name, known, []),
    ]),
  ])('are configuration that the portal starts with: %s', (_, yaml) => {
    expect(() =>
      readConfiguration(new ConfigReader(parse(yaml))),
    ).not.toThrow();
  });
});
