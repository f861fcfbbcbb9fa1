import { visibleText } from '../text';
import type { RecognisedSubject } from './recogniseSubject';
import { refInWords } from './refInWords';

type Phrase = (values: Record<string, string>) => string;

/** By the fields of a subject; each template has one. */
export const subjectPhrases: Record<string, Phrase> = {
  'organisation repository workflow ref': workflow,
  'organisation workflow ref': values =>
    workflow({ ...values, repository: '*' }),
  'group project file ref': ({ group, project, file, ref }) =>
    `${one('pipeline file', file)} of ${belonging(
      'project',
      project,
      'group',
      group,
    )} on ${refInWords(ref)}`,
  'organisation pipeline': ({ organisation, pipeline }) =>
    `${one('pipeline', pipeline)} of ${one('organisation', organisation)}`,
  'project definition': ({ project, definition }) =>
    `pipeline definition ${definition} of project ${project}`,
  'account project pipeline accountId pipelineId': values =>
    `${one('pipeline', values.pipeline)} (id ${values.pipelineId}) of ${one(
      'project',
      values.project,
    )} of account ${values.account} (id ${values.accountId})`,
  'workspace project pipeline': ({ workspace, project, pipeline }) =>
    `${one('pipeline', pipeline)} of ${one(
      'project',
      project,
    )} in workspace ${workspace}`,
  'serviceAccount project': ({ serviceAccount, project }) =>
    `${one('service account', serviceAccount)} of ${one(
      'Google Cloud project',
      project,
    )}`,
  email: ({ email }) => `whoever holds the address ${email}`,
  'namespace serviceAccount': ({ namespace, serviceAccount }) =>
    `${one('service account', serviceAccount)} in ${one(
      'namespace',
      namespace,
    )}`,
  'group identity': ({ group, identity }) =>
    `identity ${identity} of group ${group}`,
  'trustDomain path': ({ trustDomain, path }) =>
    `workload ${path} of trust domain ${trustDomain}`,
};

/** The words of a recognised subject, without its issuer. Safe to show. */
export function phraseOf({
  form,
  values,
}: RecognisedSubject): string | undefined {
  const phrase = Object.hasOwn(subjectPhrases, form)
    ? subjectPhrases[form]
    : undefined;
  return phrase && visibleText(phrase(values));
}

function workflow(values: Record<string, string>): string {
  const whose = belonging(
    'repository',
    values.repository,
    'owner',
    values.organisation,
  );
  return `${one('workflow', values.workflow)} of ${whose} on ${refInWords(
    values.ref,
  )}`;
}

/** `acme/payments`, `any repository of owner acme`, `repository payments of any owner` */
function belonging(
  what: string,
  name: string,
  ownerKind: string,
  owner: string,
): string {
  return name.includes('*') || owner.includes('*')
    ? `${one(what, name)} of ${one(ownerKind, owner)}`
    : `${owner}/${name}`;
}

/** `workflow release.yml`, `any workflow`, `any workflow like rel*.yml` */
function one(what: string, value: string): string {
  if (value === '*') return `any ${what}`;
  return value.includes('*') ? `any ${what} like ${value}` : `${what} ${value}`;
}
