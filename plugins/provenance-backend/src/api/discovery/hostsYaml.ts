import type { RefusedHost } from '../../store';
import { isHost } from '../../config/readHosts';
import { configured } from './snippets';

const warning = `# Only what your company uses: whoever writes an annotation can name any host.
`;

/**
 * What allows hosts, to paste. One that configuration would refuse is left out: pasting it would keep the portal from
 * starting.
 */
export function hostsYaml(refused: RefusedHost[]): string | undefined {
  const known = refused.filter(({ host }) => isHost(host));
  const registries = known.filter(({ images }) => images);
  const files = known.filter(one => one.files && !one.images);
  if (known.length === 0) return undefined;
  return `${warning}${configured({
    ...(registries.length > 0 && {
      registries: registries.map(({ host }) => ({ host })),
    }),
    ...(files.length > 0 && { files: { hosts: files.map(one => one.host) } }),
  })}`;
}
