import {
  DEPLOYMENT_REPORT_SCHEMA,
  deploymentRefusals,
} from '@countersign/backstage-plugin-provenance-common';
import { object, oneOf, ref, text } from './shapes';

/** Reports in one request. */
const mostReports = 1_000;

/**
 * What is sent and answered. Items of a batch are held against `DeploymentReport` one by one, after this document: one
 * that does not fit it is refused alone and takes no other one with it.
 */
export const deploymentSchemas = {
  DeploymentReport: DEPLOYMENT_REPORT_SCHEMA,
  DeploymentReports: {
    type: 'object',
    description:
      'A batch, or one `DeploymentReport` by itself. Each item is a `DeploymentReport`; one that is not is refused alone.',
    properties: {
      items: { type: 'array', minItems: 1, maxItems: mostReports, items: {} },
    },
  },
  DeploymentResult: {
    oneOf: [
      object({
        status: oneOf(['accepted', 'unchanged', 'superseded']),
        entityRef: text,
      }),
      object({
        status: oneOf(['refused']),
        code: oneOf(deploymentRefusals),
        message: text,
      }),
    ],
  },
  DeploymentResponse: object({
    items: { type: 'array', items: ref('DeploymentResult') },
  }),
};

const answer = (description: string, schema: string) => ({
  description,
  content: { 'application/json': { schema: ref(schema) } },
});

/** The request by which pipelines and platforms tell what they deployed. */
export const deploymentPaths = {
  '/deployments': {
    post: {
      operationId: 'ReportDeployments',
      description:
        'Reports what was deployed. Needs `provenance.deployment.report`, and of a service that the configuration names it.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('DeploymentReports') } },
      },
      responses: {
        200: answer('Every report was taken', 'DeploymentResponse'),
        207: answer(
          'Some were refused; the results say which',
          'DeploymentResponse',
        ),
        503: answer('The same may be sent again after `Retry-After`', 'Error'),
        default: answer('An error in the form of @backstage/errors', 'Error'),
      },
    },
  },
};
