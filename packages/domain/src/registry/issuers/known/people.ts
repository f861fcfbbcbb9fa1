import { authority, email, googleProject, serviceAccount } from '../fields';
import type { KnownIssuer } from '../KnownIssuer';
import type { SignerTemplate } from '../SignerTemplate';

const person = (id: string, issuer: string): SignerTemplate => ({
  id,
  title: 'One person',
  issuer,
  subject: '{email}',
  fields: [authority, email],
});

const whoever =
  'Whoever holds the mailbox signs, on any machine, with no build and no review between.';

const isPersonal = { isPersonal: true };
const google = 'https://accounts.google.com';
const githubLogin = 'https://github.com/login/oauth';
const microsoft = 'https://login.microsoftonline.com';
const example = 'jane@acme.example';

/**
 * @remarks
 * The sign-in page of Sigstore (Dex) puts the issuer at which a person signed in into the certificate, never itself.
 * Source: Fulcio, config/identity/config.yaml, `issuer-claim`.
 */
export const people: KnownIssuer[] = [
  {
    id: 'google',
    title: 'Google accounts and service accounts',
    issuers: [google],
    example: 'release@acme-prod.iam.gserviceaccount.com',
    hazards: isPersonal,
    notes: [
      'People and robots share one issuer: only the address tells them apart.',
      whoever,
    ],
    templates: [
      {
        id: 'google-service-account',
        title: 'One service account',
        issuer: google,
        subject: '{serviceAccount}@{project}.iam.gserviceaccount.com',
        fields: [authority, serviceAccount, googleProject],
      },
      person('google-account', google),
    ],
  },
  {
    id: 'github-user',
    title: 'GitHub users, over the sign-in page of Sigstore',
    issuers: [githubLogin],
    example,
    hazards: isPersonal,
    notes: [
      'The subject is the e-mail address of the account, not its name.',
      whoever,
    ],
    templates: [person('github-user', githubLogin)],
  },
  {
    id: 'microsoft',
    title: 'Microsoft accounts, over the sign-in page of Sigstore',
    issuers: [microsoft],
    example,
    hazards: isPersonal,
    notes: [whoever],
    templates: [person('microsoft-account', microsoft)],
  },
  {
    id: 'sigstore',
    title: 'Sign-in page of Sigstore',
    issuers: ['https://oauth2.sigstore.dev/auth'],
    example,
    hazards: { ...isPersonal, isIntermediary: true },
    notes: [
      'Certificates name the issuer at which the person signed in, so a rule with this one accepts nobody.',
    ],
    templates: [],
  },
  {
    id: 'sigstore-staging',
    title: 'Sign-in page of Sigstore, staging',
    issuers: ['https://oauth2.sigstage.dev/auth'],
    example,
    hazards: { ...isPersonal, isIntermediary: true, isStaging: true },
    notes: ['Made for trying Sigstore itself; never accept it.'],
    templates: [],
  },
  ...(
    [
      [
        'eclipse',
        'Eclipse Foundation',
        'https://auth.eclipse.org/auth/realms/foundation-service-accounts',
      ],
      ['ibm', 'IBM', 'https://sigstore.verify.ibm.com/oauth2'],
      ['kaggle', 'Kaggle', 'https://www.kaggle.com/api/v1/models/signing'],
      ['hello', 'Hellō', 'https://issuer.hello.coop'],
    ] as const
  ).map(
    ([id, title, issuer]): KnownIssuer => ({
      id,
      title,
      issuers: [issuer],
      example,
      hazards: isPersonal,
      notes: [whoever],
      templates: [person(`${id}-account`, issuer)],
    }),
  ),
];
