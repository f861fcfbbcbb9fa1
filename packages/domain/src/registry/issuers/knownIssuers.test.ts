import { subjectForm } from '../lint/subjectForm';
import { knownIssuers, recogniseIssuer } from './knownIssuers';

describe('recogniseIssuer', () => {
  it.each([
    ['https://token.actions.githubusercontent.com', 'github-actions'],
    [
      'https://token.actions.githubusercontent.com/acme-inc',
      'github-enterprise-cloud',
    ],
    ['https://token.actions.acme.ghe.com', 'github-data-residency'],
    [
      'https://git.acme.example:8443/_services/token',
      'github-enterprise-server',
    ],
    ['https://gitlab.com', 'gitlab'],
    ['https://gitlab.acme.example', 'gitlab-self-managed'],
    ['https://agent.buildkite.com', 'buildkite'],
    ['https://oidc.circleci.com', 'circleci'],
    [
      'https://oidc.circleci.com/org/aaaaaaaa-0000-4000-8000-000000000001',
      'circleci',
    ],
    ['https://oidc.codefresh.io', 'codefresh'],
    ['https://eu-oidc.buddyusercontent.com', 'buddy-eu'],
    ['https://stage-oidc.buddyusercontent.com', 'buddy-staging'],
    ['https://accounts.google.com', 'google'],
    ['https://github.com/login/oauth', 'github-user'],
    ['https://login.microsoftonline.com', 'microsoft'],
    ['https://oauth2.sigstore.dev/auth', 'sigstore'],
    ['https://oauth2.sigstage.dev/auth', 'sigstore-staging'],
    ['https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D', 'eks'],
    [
      'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c',
      'gke',
    ],
    ['https://germanywestcentral.oic.prod-aks.azure.com/t/c/', 'aks'],
    ['https://germanywestcentral.oic.prod-aks.azure.com/t/c', 'aks'],
    ['https://oidc.prod-aks.azure.com/c', 'aks'],
    ['https://issuer.enforce.dev', 'chainguard'],
  ])('%s is %s', (issuer, id) => expect(recogniseIssuer(issuer)?.id).toBe(id));

  it.each([
    'http://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/',
    'https://token.actions.githubusercontent.com/a/b',
    'https://token.actions.githubusercontent.com.evil.example',
    'https://token.actions.evil.example/.ghe.com',
    'https://tokenXactions.githubusercontent.com',
    'https://oidc.eks.evil.example/.amazonaws.com/id/A',
    'https://oidc.eks.a.b.amazonaws.com/id/A',
    'https://evil.example?.oic.prod-aks.azure.com/t/c',
    'https://evil.example#.oic.prod-aks.azure.com/t/c',
    'https://a@b.oic.prod-aks.azure.com/t/c',
    'https://evil.example/x/_services/token',
    'https://gitlab.com@evil.example',
    'https://oidc.eks.*.amazonaws.com/id/*',
    `https://gitlab.${'a'.repeat(1_000)}`,
    '',
  ])('knows nobody at %.80j', issuer =>
    expect(recogniseIssuer(issuer)).toBeUndefined(),
  );
});

describe('knownIssuers', () => {
  it('has ids of their own, for issuers and for templates', () => {
    const templates = knownIssuers.flatMap(issuer => issuer.templates);
    for (const all of [knownIssuers, templates]) {
      const ids = all.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it.each(knownIssuers)('$id has an example of its form', known => {
    const form = subjectForm(known.example);
    expect(form.type).toBe(known.hazards.isPersonal ? 'email' : 'address');
    const segments = form.type === 'address' ? form.segments : [];
    expect(segments.length).toBeGreaterThan(known.ownerSegment ?? -1);
  });
});
