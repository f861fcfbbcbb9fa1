import { ConfigurationError } from '@countersign/domain';
import { Places } from './Places';
import { readPlaces } from './readPlaces';

const read = (clusters: unknown, environments?: string[]) =>
  readPlaces({ clusters }, 'provenance.kubernetes', environments);

describe('readPlaces', () => {
  it('S3.1 leaves the environment open of a cluster that nobody spoke of', () => {
    const places = new Places(readPlaces({}, 'provenance.kubernetes'));
    expect(places.placeOf('eu', 'prod')).toEqual({ location: 'eu' });
  });

  it('takes the first namespace that fits, then the cluster', () => {
    const places = new Places(
      read([
        {
          ...{ name: 'eu', environment: 'dev', cloud: 'aws' },
          ...{ location: 'eu-central-1' },
          namespaces: [
            { name: 'prod-canary', environment: 'staging' },
            { name: 'prod-*', environment: 'prod' },
          ],
        },
      ]),
    );
    const environmentOf = (namespace: string) =>
      places.placeOf('eu', namespace).environment;
    expect(environmentOf('prod-canary')).toBe('staging');
    expect(environmentOf('prod-pay')).toBe('prod');
    expect(environmentOf('my-prod-pay')).toBe('dev');
    expect(places.placeOf('eu', '')).toEqual({
      ...{ environment: 'dev', cloud: 'aws', location: 'eu-central-1' },
    });
  });

  it.each<[string, unknown, string]>([
    ['', [], 'is empty'],
    ['', 'eu', 'must be a list'],
    ['[0].name', [{}], 'is missing'],
    [
      '[0].enviroment',
      [{ name: 'eu', enviroment: 'prod' }],
      'did you mean "environment"?',
    ],
    ['[0].environment', [{ name: 'eu', environment: 'prd' }], 'is none of'],
    ['', [{ name: 'eu' }, { name: 'eu' }], 'the cluster "eu" is there twice'],
    ['[0].namespaces', [{ name: 'eu', namespaces: [] }], 'is empty'],
    [
      '[0].namespaces[0].environment',
      [{ name: 'eu', namespaces: [{ name: 'x' }] }],
      'is missing',
    ],
    [
      '[0].namespaces[0].environment',
      [{ name: 'eu', namespaces: [{ name: 'x', environment: 'prd' }] }],
      'is none of provenance.environments (prod)',
    ],
    [
      '[0].namespaces[0].name',
      [{ name: 'eu', namespaces: [{ name: '***', environment: 'prod' }] }],
      '"***" is neither',
    ],
    [
      '[0].namespaces',
      [
        {
          name: 'eu',
          namespaces: [
            { name: 'x', environment: 'prod' },
            { name: 'x', environment: 'prod' },
          ],
        },
      ],
      'the namespace "x" is there twice',
    ],
  ])('refuses clusters%s in %j', (key, clusters, message) => {
    const attempt = () => read(clusters, ['prod']);
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(`provenance.kubernetes.clusters${key}`);
  });

  it('refuses keys that nobody knows', () => {
    expect(() => readPlaces({ cluster: [] }, 'provenance.kubernetes')).toThrow(
      'did you mean "clusters"?',
    );
  });
});
