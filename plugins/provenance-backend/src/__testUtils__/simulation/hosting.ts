import type {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** What the host portal brings, as far as discovery needs it. */
export function catalogOf(entities: () => Entity[]): CatalogService {
  const asked: Pick<CatalogService, 'streamEntities' | 'getEntitiesByRefs'> = {
    async *streamEntities() {
      yield entities();
    },
    async getEntitiesByRefs({ entityRefs }) {
      const known = entities();
      return {
        items: entityRefs.map(ref =>
          known.find(entity => stringifyEntityRef(entity) === ref),
        ),
      };
    },
  };
  return asked as CatalogService;
}

export const identity = {
  getOwnServiceCredentials: async () => ({
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'service', subject: 'simulation' },
  }),
} as AuthService;

export const auditor: AuditorService = {
  createEvent: async () => ({
    success: async () => undefined,
    fail: async () => undefined,
  }),
};

/** What the engine says of failures is not of interest here; what it makes of them is. */
export const quiet: LoggerService = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => quiet,
};

const day = 24 * 3_600_000;

/** Whom messages go to, and for how long they are tried. */
export const telling = {
  owners: false,
  security: ['group:default/security'],
  operators: ['group:default/operators'],
  windowMs: 3_600_000,
  giveUpMs: 14 * day,
};
