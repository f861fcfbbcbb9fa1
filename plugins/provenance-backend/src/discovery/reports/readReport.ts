import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  DEPLOYMENT_REPORT_SCHEMA,
  type ArtifactItem,
  type DeploymentReport,
} from '@countersign/backstage-plugin-provenance-common';
import { schemaCheck } from '@countersign/backstage-plugin-provenance-node';
import type { ClaimedUsage } from '../../store';
import { claimedUsage } from '../claims/claimedUsage';
import { invalidReport, ReportRefusedError } from './ReportRefusedError';
import { readTimes } from './readTimes';

/** A report that can be read; about whom is not known yet. */
export interface ReadReport {
  /** Either a full reference in lower case, or a name that only one entity should have. */
  about: { entityRef: string } | { name: string };
  /** What it says, once the entity is known. */
  claimed(entityRef: string): ClaimedUsage;
  removed: boolean;
  at: string;
  expiresAt?: string;
  run?: string;
}

const check = schemaCheck(DEPLOYMENT_REPORT_SCHEMA, 'a report');

/**
 * Reads one report.
 *
 * @throws ReportRefusedError where it cannot be taken, whoever sends it
 */
export function readReport(value: unknown, now: Date): ReadReport {
  const problem = check(value);
  if (problem !== undefined) throw invalidReport(`${problem}.`);
  const report = value as DeploymentReport;
  const item = itemOf(report);
  const claimed = (entityRef: string) =>
    claimedUsage(entityRef, { value: item, position: 1 });
  // Of whom it is said has no part in whether it can be read.
  const { problem: cause } = claimed('component:default/any');
  if (cause?.code === 'unsupported-reference')
    throw new ReportRefusedError('unsupported-reference', cause.message);
  if (cause) throw invalidReport(cause.message);
  return {
    ...{ about: aboutOf(report), claimed, removed: report.removed ?? false },
    ...readTimes(report, now),
    ...(report.run !== undefined && { run: checkedRun(report.run) }),
  };
}

function itemOf(report: DeploymentReport): ArtifactItem {
  const { kind, environment, cloud, location, bundle } = report;
  const item = { kind, environment, cloud, location, bundle };
  return {
    reference: referenceOf(report),
    ...Object.fromEntries(
      Object.entries(item).filter(([, text]) => text !== undefined),
    ),
  };
}

function referenceOf(report: DeploymentReport): string {
  const { reference, repository, digest, removed } = report;
  if (reference !== undefined) {
    if (repository === undefined && digest === undefined) return reference;
    throw invalidReport('Name "reference", or "repository" and "digest".');
  }
  if (repository === undefined)
    throw invalidReport(
      '"reference" is missing, or "repository" and "digest".',
    );
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  if (/[@:]/.test(last))
    throw invalidReport('"repository" has no tag and no digest.');
  // Whatever of it ran there, it does not any more.
  if (digest === undefined && removed) return repository;
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw invalidReport(
      '"digest" is "sha256:" and 64 small hexadecimal characters.',
    );
  return `${repository}@${digest}`;
}

function aboutOf({ entity, name }: DeploymentReport): ReadReport['about'] {
  if ((entity === undefined) === (name === undefined))
    throw invalidReport('Name either "entity" or "name".');
  if (name !== undefined) {
    if (/[:/]/.test(name))
      throw invalidReport(
        '"name" is a name alone; write a reference as "entity".',
      );
    return { name: name.toLocaleLowerCase('en-US') };
  }
  try {
    return { entityRef: stringifyEntityRef(parseEntityRef(entity!)) };
  } catch {
    throw invalidReport(
      '"entity" is a full reference, such as "component:default/payments".',
    );
  }
}

/** It becomes a link on a page. */
function checkedRun(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password)
    throw invalidReport('"run" is an https address without an account.');
  return url.href;
}
