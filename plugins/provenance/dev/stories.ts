import type { ProvenanceApi } from '@countersign/backstage-plugin-provenance-common';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../src/__testUtils__/FakeProvenanceApi';
import { acceptance } from '../src/__testUtils__/acceptance';
import { claimed } from '../src/__testUtils__/claimStories';
import {
  everything,
  hostileDetail,
  hotfix,
  hotfixDetail,
  manyUsages,
  stale,
  trusted,
  trustedDetail,
  unruled,
} from '../src/__testUtils__/stories';

const lookMilliseconds = 4_000;

/** A fake whose checks end by themselves, one artifact after the other. */
class LivelyProvenanceApi extends FakeProvenanceApi {
  async requestCheck(request: Parameters<ProvenanceApi['requestCheck']>[0]) {
    const answer = await super.requestCheck(request);
    answer.usageIds.forEach((_, i) =>
      setTimeout(() => this.finish(i + 1), lookMilliseconds * (i + 1)),
    );
    return answer;
  }
}

function failing(status: number, message: string): ProvenanceApi {
  const api = new FakeProvenanceApi();
  api.failure = new FakeResponseError(status, message);
  return api;
}

/** Never answers: the state while loading. */
class SilentProvenanceApi extends FakeProvenanceApi {
  async listUsages() {
    return new Promise<never>(() => {});
  }
}

/** Every state of the tab and the card, by the name of the entity that shows it. */
export function createStories(): Record<string, ProvenanceApi> {
  const details = [trustedDetail, hotfixDetail, hostileDetail];
  return {
    everything: Object.assign(new FakeProvenanceApi(everything, details), {
      acceptance,
    }),
    claims: new FakeProvenanceApi(claimed),
    'all-trusted': new LivelyProvenanceApi([trusted], details),
    'would-be-blocked': new FakeProvenanceApi([trusted, hotfix], details),
    'day-one': new FakeProvenanceApi([unruled], details),
    stale: new FakeProvenanceApi([stale], details),
    many: new FakeProvenanceApi([hotfix, ...manyUsages(499)], details),
    'nothing-named': new FakeProvenanceApi(),
    'first-look': new FakeProvenanceApi(),
    broken: failing(503, 'The database is not there'),
    forbidden: failing(403, 'Not allowed'),
    loading: new SilentProvenanceApi(),
  };
}
