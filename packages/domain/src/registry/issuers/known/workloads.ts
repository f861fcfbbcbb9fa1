import {
  authority,
  id,
  issuerAddress,
  name,
  namespace,
  region,
  serviceAccount,
  trustDomain,
  uuid,
  workloadPath,
} from '../fields';
import type { KnownIssuer } from '../KnownIssuer';
import type { SignerTemplate, TemplateField } from '../SignerTemplate';

const account =
  'https://kubernetes.io/namespaces/{namespace}/serviceaccounts/{serviceAccount}';

function accountOf(
  cluster: string,
  issuer: string,
  own: TemplateField[],
): SignerTemplate {
  return {
    id: cluster,
    title: 'One service account of one cluster',
    issuer,
    subject: account,
    fields: [authority, ...own, namespace, serviceAccount],
  };
}

const cluster = {
  example: 'https://kubernetes.io/namespaces/ci/serviceaccounts/builder',
  ownerSegment: 1,
  hazards: { isCluster: true },
  notes: [
    'The subject is the same in every cluster on earth: only the whole issuer says which cluster it is.',
  ],
};

const eks = 'https://oidc.eks.{region}.amazonaws.com/id/{cluster}';
const gke =
  'https://container.googleapis.com/v1/projects/{project}/locations/{location}/clusters/{cluster}';
const aks = 'https://{region}.oic.prod-aks.azure.com/{tenant}/{cluster}/';

/** @remarks Source: Fulcio, config/identity/config.yaml, meta-issuers. */
export const workloads: KnownIssuer[] = [
  {
    ...cluster,
    id: 'eks',
    title: 'Amazon EKS',
    issuers: [eks],
    templates: [
      accountOf('eks', eks, [
        region,
        id(
          'cluster',
          'Id of the cluster’s issuer',
          'EXAMPLED539D4633E53DE1B71EXAMPLE',
        ),
      ]),
    ],
  },
  {
    ...cluster,
    id: 'gke',
    title: 'Google GKE',
    issuers: [gke],
    templates: [
      accountOf('gke', gke, [
        name('project', 'Google Cloud project', 'acme-prod'),
        name('location', 'Location', 'europe-west3'),
        name('cluster', 'Cluster', 'build'),
      ]),
    ],
  },
  {
    ...cluster,
    id: 'aks',
    title: 'Azure AKS',
    issuers: [
      aks,
      aks.slice(0, -1),
      'https://oidc.prod-aks.azure.com/{tenant}/{cluster}/',
      'https://oidc.prod-aks.azure.com/{tenant}/{cluster}',
      'https://oidc.prod-aks.azure.com/{cluster}/',
      'https://oidc.prod-aks.azure.com/{cluster}',
    ],
    notes: [
      ...cluster.notes,
      'The slash at the end belongs to the issuer where the certificates have it.',
    ],
    templates: [
      accountOf('aks', aks, [
        { ...region, example: 'germanywestcentral' },
        uuid('tenant', 'Id of the tenant'),
        uuid('cluster', 'Id of the cluster'),
      ]),
    ],
  },
  {
    id: 'chainguard',
    title: 'Chainguard',
    issuers: ['https://issuer.enforce.dev'],
    example:
      'https://issuer.enforce.dev/720909c9f5279097d847ad02a2f24ba8f59de36a/a033a6fabe0bfa0d',
    ownerSegment: 0,
    hazards: {},
    notes: ['The subject is a group’s id and an identity’s below it.'],
    templates: [
      {
        id: 'chainguard-identity',
        title: 'One identity',
        issuer: 'https://issuer.enforce.dev',
        subject: 'https://issuer.enforce.dev/{group}/{identity}',
        fields: [
          authority,
          id(
            'group',
            'Id of the group',
            '720909c9f5279097d847ad02a2f24ba8f59de36a',
          ),
          id('identity', 'Id of the identity', 'a033a6fabe0bfa0d'),
        ],
      },
    ],
  },
  {
    // No address of its own: each company's certificate authority names the issuer of its trust domain.
    id: 'spiffe',
    title: 'SPIFFE',
    issuers: [],
    example: 'spiffe://acme.example/ns/ci/sa/builder',
    hazards: {},
    notes: [
      'The public Sigstore knows no such issuer; the authority is one of your own.',
      'The trust domain has to be written out: it is what says whose workload it is.',
    ],
    templates: [
      {
        id: 'spiffe-workload',
        title: 'One workload',
        issuer: '{issuer}',
        subject: 'spiffe://{trustDomain}/{path}',
        fields: [authority, issuerAddress, trustDomain, workloadPath],
      },
    ],
  },
];
