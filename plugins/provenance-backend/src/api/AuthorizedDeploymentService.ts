import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  deploymentReportPermission,
  type DeploymentResponse,
  type DeploymentResult,
} from '@countersign/backstage-plugin-provenance-common';
import {
  keepReports,
  readReport,
  ReportRefusedError,
  type AllowedReport,
  type ReadReport,
  type ReporterBinding,
  type ReportingContext,
} from '../discovery';
import { GenerationMovedError, mostPlaces, type ReportOutcome } from '../store';
import { needs } from './needs';
import type { Reporter } from './Reporter';
import { resolveReports } from './resolveReports';
import { serviceReporter } from './serviceReporter';
import { userReporter } from './userReporter';

export interface DeploymentOptions {
  knex: ReportingContext['knex'];
  clock: ReportingContext['clock'];
  logger: LoggerService;
  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  bindings: ReporterBinding[];
  /** What is judged by now; nothing where this replica may not write (S6.3). */
  judging(): Pick<ReportingContext, 'judgeUnseen' | 'generation'> | undefined;
}

/** Takes reports of those who may report, and of these what they may say. */
export class AuthorizedDeploymentService {
  constructor(private readonly options: DeploymentOptions) {}

  /**
   * @throws NotAllowedError where the caller may report nothing at all
   * @throws ServiceUnavailableError where reporting again later helps; what was kept by then may be reported again
   */
  async report(
    items: unknown[],
    credentials: BackstageCredentials,
  ): Promise<DeploymentResponse> {
    const { permissions, judging, knex } = this.options;
    await needs(permissions, deploymentReportPermission, credentials);
    const reporter = await this.reporterOf(credentials);
    const context = judging();
    if (!context) throw notNow();
    const read = items.map(item => this.read(item));
    const reports = read.filter(isRead);
    const resolved = await this.resolve(reports, reporter);
    const allowed = [...resolved.values()].filter(isAllowed);
    const kept = await this.keep(allowed, reporter, {
      ...{ ...context, knex, clock: this.options.clock },
    });
    return {
      items: read.map(one => {
        if (!isRead(one)) return refused(one);
        const found = resolved.get(one)!;
        return isAllowed(found)
          ? this.resultOf(found.entityRef, kept.get(found)!)
          : refused(found);
      }),
    };
  }

  private async reporterOf(credentials: BackstageCredentials) {
    const { auth } = this.options;
    if (auth.isPrincipal(credentials, 'user'))
      return userReporter(credentials, this.options);
    if (auth.isPrincipal(credentials, 'service'))
      return serviceReporter(credentials, this.options);
    throw new NotAllowedError('only people and services may report');
  }

  private read(item: unknown): ReadReport | ReportRefusedError {
    try {
      return readReport(item, this.options.clock.now());
    } catch (error) {
      if (error instanceof ReportRefusedError) return error;
      throw error;
    }
  }

  private async resolve(reports: ReadReport[], reporter: Reporter) {
    try {
      return await resolveReports(reports, reporter, this.options.knex);
    } catch (error) {
      this.options.logger.warn(
        'the entities of deployment reports could not be found',
        error as Error,
      );
      throw notNow();
    }
  }

  private async keep(
    allowed: AllowedReport[],
    reporter: Reporter,
    context: ReportingContext,
  ) {
    try {
      return await keepReports(allowed, reporter.name, context);
    } catch (error) {
      if (error instanceof GenerationMovedError) throw notNow();
      throw error;
    }
  }

  private resultOf(
    entityRef: string,
    outcome: ReportOutcome | Error,
  ): DeploymentResult {
    if (outcome instanceof Error) {
      this.options.logger.error(
        `what was reported of ${entityRef} could not be kept`,
        outcome,
      );
      return refused(
        new ReportRefusedError(
          'not-kept',
          'It could not be kept; report it again.',
        ),
      );
    }
    if (outcome !== 'too-many') return { status: outcome, entityRef };
    return refused(
      new ReportRefusedError(
        'too-many',
        `Reports are kept about ${mostPlaces} places of an entity, and there are so many.`,
      ),
    );
  }
}

function isRead(one: ReadReport | ReportRefusedError): one is ReadReport {
  return !(one instanceof ReportRefusedError);
}

function isAllowed(
  one: AllowedReport | ReportRefusedError,
): one is AllowedReport {
  return !(one instanceof ReportRefusedError);
}

function refused({ code, message }: ReportRefusedError): DeploymentResult {
  return { status: 'refused', code, message };
}

function notNow() {
  return new ServiceUnavailableError(
    'reports cannot be taken now; send the same again in some seconds',
  );
}
