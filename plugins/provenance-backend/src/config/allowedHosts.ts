import type { ProvenanceConfiguration } from './ProvenanceConfiguration';

/** The hosts that may be contacted, as references name them: the port of HTTPS is left out. */
export function allowedHosts({
  registries,
  fileHosts,
}: Pick<ProvenanceConfiguration, 'registries' | 'fileHosts'>): string[] {
  const hosts = [...registries, ...fileHosts].map(({ host, plainHttp }) =>
    plainHttp ? host : host.replace(/:443$/, ''),
  );
  return [...new Set(hosts)];
}
