import { useRef } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  AcceptanceResponse,
  AcceptanceVersionDetail,
  AcceptanceVersionItem,
  ProposalDetail,
  ProvenanceApi,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { refusalOf } from '../words';
import { usePages } from './usePages';
import { useQuery, type Query } from './useQuery';

/** A version, and the proposal that it was: who wrote it, and why. */
export interface VersionEntry {
  version: AcceptanceVersionItem;
  /** Absent where it was none, or is not kept. */
  proposal?: ProposalDetail;
}

/** Each version's proposal is a request of its own. */
const limit = 20;

/** Versions, newest first. A proposal that was merged stays as it is, so that it is asked for once. */
export function useVersions() {
  const api = useApi(provenanceApiRef);
  const known = useRef(new Map<string, ProposalDetail>());
  const authored = async (version: AcceptanceVersionItem) => {
    const { proposal: id = '' } = version;
    const proposal = known.current.get(id) ?? (await proposalOf(api, version));
    if (proposal) known.current.set(id, proposal);
    return { version, proposal };
  };
  return usePages<VersionEntry>('versions', async cursor => {
    const page = await api.listAcceptanceVersions({
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    const items = await Promise.all(page.items.map(authored));
    return { ...page, items };
  });
}

export interface VersionInContext extends VersionEntry {
  version: AcceptanceVersionDetail;
  /** Absent where it has none, or that is not kept. */
  predecessor?: AcceptanceVersionDetail;
  inForce: AcceptanceResponse;
}

/** A version, what it changed, and what is in force. */
export function useVersion(number: number): Query<VersionInContext> {
  const api = useApi(provenanceApiRef);
  return useQuery<VersionInContext>({
    key: String(number),
    load: async () => {
      const [version, inForce] = await Promise.all([
        api.getAcceptanceVersion(number),
        api.getAcceptance(),
      ]);
      const [proposal, predecessor] = await Promise.all([
        proposalOf(api, version),
        predecessorOf(api, version),
      ]);
      return { version, inForce, proposal, predecessor };
    },
  });
}

async function proposalOf(
  api: ProvenanceApi,
  { proposal }: AcceptanceVersionItem,
): Promise<ProposalDetail | undefined> {
  return proposal === undefined
    ? undefined
    : whereKept(() => api.getProposal(proposal));
}

async function predecessorOf(
  api: ProvenanceApi,
  { predecessor }: AcceptanceVersionItem,
): Promise<AcceptanceVersionDetail | undefined> {
  return predecessor === undefined
    ? undefined
    : whereKept(() => api.getAcceptanceVersion(predecessor));
}

async function whereKept<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (refusalOf(error).isMissing) return undefined;
    throw error;
  }
}
