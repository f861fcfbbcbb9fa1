import type { FindingCode } from '../records/finding';
import type { ReasonCode } from './codes';
import type { Explanation } from './explanation';

type Words = Omit<Explanation, 'about' | 'code' | 'alarm' | 'documentation'> & {
  alarm?: true;
};

/** The order is that of the codes; a code without words does not compile. */
const reasonWords: Record<ReasonCode, Words> = {
  accepted: {
    title: 'Signed by somebody who may',
    sentence: 'Signed by {signer}, as rule “{rule}” asks.',
    mover: 'nobody',
    fix: 'Nothing to do.',
  },
  'no-rule': {
    title: 'No rule speaks of it',
    sentence:
      'No rule of the acceptance registry covers {repository}[ as {kind}][ in {environment}], so nobody is allowed to sign it yet.',
    mover: 'platform',
    fix: 'Ask the platform team for a rule that names who may sign this artifact.',
  },
  'nothing-required': {
    title: 'The rules ask for nothing',
    sentence:
      'Rules cover {repository}, but every requirement in them is switched off.',
    mover: 'platform',
    fix: 'Ask the platform team to observe or enforce a signature for this artifact.',
  },
  'signer-not-accepted': {
    title: 'Signed by somebody else',
    sentence:
      'Signed by {signer}, whom rule “{rule}” does not accept[; it wants {wanted}].',
    mover: 'team',
    fix: 'Build and sign it with the accepted workflow, or ask the platform team to accept this signer.',
  },
  'ref-not-accepted': {
    title: 'Signed from another branch or tag',
    sentence:
      'Signed by the accepted workflow, but from {ref}; rule “{rule}” accepts {wanted}.',
    mover: 'team',
    fix: 'Release from an accepted branch or tag (rule “{rule}” wants {wanted}) and deploy that digest.',
  },
  'signer-kind-not-accepted': {
    title: 'Signed in another way than asked for',
    sentence: 'Signed with {found}, but rule “{rule}” accepts only {wanted}.',
    mover: 'team',
    fix: 'Sign it in the way that the rule asks for, or ask the platform team to accept this one.',
  },
  'wrong-authority': {
    title: 'The right name, vouched for by the wrong authority',
    sentence:
      'The signer’s name fits, but it was certified by authority “{authority}”; rule “{rule}” trusts only “{wanted}” for it.',
    mover: 'security',
    fix: 'Treat it as a possible impersonation: find out who obtained this certificate before you change the rule.',
    alarm: true,
  },
  'unknown-authority': {
    title: 'Signed, but nobody we trust vouches for the signer',
    sentence:
      'There is a signature, but no configured authority proves who made it[; it says {signer}].',
    mover: 'team',
    fix: 'Sign it under an authority that your company trusts. If this one should be trusted, ask the platform team to add it.',
  },
  'authority-removed': {
    title: 'The authority behind the signature was removed',
    sentence:
      'The signature was proven by authority “{authority}”, which is not trusted any more.',
    mover: 'team',
    fix: 'Build and sign it again under an authority that is in force.',
  },
  distrusted: {
    title: 'Distrusted',
    sentence:
      '{distrusted} is on the distrust list[ from {from} on, and nothing proves that the signature is older][: {because}].',
    mover: 'security',
    fix: 'Stop running it, build it again with a signer that is trusted, and follow the instructions of the incident[: {runbook}].',
    alarm: true,
  },
  'signature-invalid': {
    title: 'The signature does not fit the content',
    sentence:
      'What was signed is not what is there: the signature does not fit its content, so one of them was changed.',
    mover: 'security',
    fix: 'Treat it as tampering until shown otherwise: compare with the build that published it, then sign it again.',
    alarm: true,
  },
  'certificate-not-valid-at-signing': {
    title: 'Signed outside the certificate’s lifetime',
    sentence:
      'The signature was made at a time at which the signer’s certificate was not valid[ (it was valid from {notBefore} to {notAfter})].',
    mover: 'team',
    fix: 'Sign it again. If that repeats, check the clock of the machine that signs and whether its log upload is delayed.',
  },
  'subject-mismatch': {
    title: 'The signature is about another artifact',
    sentence:
      'A valid statement is attached, but it speaks of another digest than {digest}.',
    mover: 'team',
    fix: 'Sign exactly the digest that you deploy. Copied images need their signatures copied by digest, not re-attached.',
  },
  'log-proof-invalid': {
    title: 'The transparency log does not confirm it',
    sentence:
      'The signature comes without a valid proof that a trusted transparency log recorded it.',
    mover: 'team',
    fix: 'Sign it again with the log upload switched on. If the proof was there before, ask security to look at it.',
  },
  'claims-disagree': {
    title: 'The statement contradicts its certificate',
    sentence:
      'The signed statement says something else than the certificate that signed it[: {message}].',
    mover: 'security',
    fix: 'Find out which build made it; a statement that contradicts its own certificate must not be deployed.',
    alarm: true,
  },
  'attestation-missing': {
    title: 'A required statement is missing',
    sentence:
      'An accepted signer made statements about it ({found}), but none of them is {wanted}, which rule “{rule}” asks for.',
    mover: 'team',
    fix: 'Let an accepted signer publish {wanted} for exactly this digest.',
  },
  'condition-not-met': {
    title: 'A condition is not met',
    sentence:
      'A required statement is there, but what it says does not meet rule “{rule}”[: {message}].',
    mover: 'team',
    fix: 'Resolve what the statement reports and publish a new one.',
  },
  'time-unproven': {
    title: 'Nothing proves when it was signed',
    sentence:
      'It counts only if it was signed at a certain time, and nothing proves that it was.',
    mover: 'team',
    fix: 'Sign it again with a transparency log or a timestamp, so that the time is proven.',
  },
  'kind-mismatch': {
    title: 'It is not what it claims to be',
    sentence:
      'It counts as “{declared}”, but its bytes are {found}[, by {digest} in it].',
    mover: 'team',
    fix: 'Correct the kind in the annotation, or the reference. Without a kind it counts as what its bytes are.',
  },
  'nothing-found': {
    title: 'Not signed',
    sentence:
      'Every place where a signature could lie was looked at, and there is none for {digest}.',
    mover: 'team',
    fix: 'Let the release workflow sign the image or file and publish it again.',
  },
  'signature-vanished': {
    title: 'The signature is gone',
    sentence:
      'It was signed when it was looked at before, and now no signature is served for {digest}.',
    mover: 'security',
    fix: 'Find out who removed the signature from the registry; restore it or sign the digest again.',
    alarm: true,
  },
  'artifact-not-found': {
    title: 'The artifact is not there',
    sentence: 'There is no artifact at {reference}.',
    mover: 'team',
    fix: 'Correct the reference in the catalog, or publish the artifact again if it was deleted.',
    origin: 'configuration',
  },
  'host-not-allowed': {
    title: 'This host may not be contacted',
    sentence:
      '{host} is not on the list of hosts that may be contacted, so nothing was looked at.',
    mover: 'platform',
    fix: 'Ask the platform team to add the host to the configuration, or correct the reference.',
    origin: 'configuration',
  },
  'access-denied': {
    title: 'The registry refuses us',
    sentence: '{host} refused access, so nobody can tell whether it is signed.',
    mover: 'operators',
    fix: 'The operators of this portal have to renew or extend the credentials for this host.',
    origin: 'infrastructure',
  },
  'registry-unreachable': {
    title: 'The registry does not answer',
    sentence:
      '{host} could not be reached or failed, so nobody can tell whether it is signed.',
    mover: 'nobody',
    fix: 'Nothing to do for the service: it is looked at again by itself. Operators see the host’s state in the logs.',
    origin: 'infrastructure',
  },
  'rate-limited': {
    title: 'The registry asks us to slow down',
    sentence: '{host} limits requests at the moment.',
    mover: 'nobody',
    fix: 'Nothing to do for the service: it is looked at again by itself. Signing in to the registry raises most limits.',
    origin: 'infrastructure',
  },
  'limit-exceeded': {
    title: 'Too large to look at',
    sentence:
      'What is attached exceeds a limit[ ({limit})], so it was not read.',
    mover: 'team',
    fix: 'Remove what does not belong there. If it is legitimate, ask the operators to raise the limit.',
    origin: 'material',
  },
  'unsupported-format': {
    title: 'Signed in a form that is not supported',
    sentence: 'Something is attached whose form is not supported[: {message}].',
    mover: 'platform',
    fix: 'Sign it in one of the supported forms, or ask for this one to be supported.',
    origin: 'material',
  },
  'unsupported-reference': {
    title: 'A reference of this form is not supported',
    sentence: '{reference} cannot be resolved to an artifact.',
    mover: 'team',
    fix: 'Point at an image with registry and repository, or at a file by https.',
    origin: 'configuration',
  },
  malformed: {
    title: 'Something attached cannot be read',
    sentence: 'What is attached cannot be read[: {message}].',
    mover: 'team',
    fix: 'Publish the artifact and its signature again; if it persists, ask the operators of the registry.',
    origin: 'material',
  },
  'digest-mismatch': {
    title: 'The bytes are not the ones asked for',
    sentence:
      'The registry sent bytes whose digest is not the one that was asked for.',
    mover: 'operators',
    fix: 'Ask the operators of the registry: its storage or something in between changed the content.',
    origin: 'material',
  },
  'authority-missing': {
    title: 'The authority that decides could not be loaded',
    sentence:
      'Authority “{authority}”, which rule “{rule}” names, is configured but could not be loaded.',
    mover: 'operators',
    fix: 'The operators of this portal have to repair the authority; the log names the cause.',
    origin: 'infrastructure',
  },
  'annotation-invalid': {
    title: 'The annotation cannot be read',
    sentence:
      'The annotation that names the artifacts of this entity is wrong[: {message}].',
    mover: 'team',
    fix: 'Correct the annotation “countersign.dev/artifacts” in the entity’s catalog file.',
    origin: 'configuration',
  },
  'not-checked-yet': {
    title: 'Not looked at yet',
    sentence: 'It was discovered a moment ago and the first look is under way.',
    mover: 'nobody',
    fix: 'Nothing to do: the first verdict appears within a minute.',
    origin: 'infrastructure',
  },
};

const findingWords: Record<FindingCode, Words> = {
  'tag-moved': {
    title: 'The tag moved',
    sentence: 'The tag points to {new} now; before, it pointed to {old}.',
    mover: 'team',
    fix: 'If this was your release, nothing. If not, find out who pushed it, and deploy by digest.',
  },
  'signature-vanished': {
    title: 'A signature is gone',
    sentence:
      'A signature that was accepted before is no longer served[ ({old})].',
    mover: 'security',
    fix: 'Find out who removed it from the registry; restore it or sign the digest again.',
    alarm: true,
  },
  'attestation-vanished': {
    title: 'A statement about it is gone',
    sentence:
      'A statement about it that an accepted signer made is no longer served[ ({old})], and nothing proves that a newer one took its place.',
    mover: 'security',
    fix: 'Find out who removed it from the registry: a newer scan may have been taken away so that an older one counts. Restore it, or publish a new one with a proven time.',
    alarm: true,
  },
  'digest-gone': {
    title: 'The artifact is gone',
    sentence:
      'It was looked at before as {old}, and now the registry says that there is no such artifact.',
    mover: 'team',
    fix: 'Publish it again, or deploy something that is there: what runs cannot be pulled any more. If the registry only hides it, the operators of this portal have to extend its access.',
  },
  'new-signer': {
    title: 'Signed by somebody new',
    sentence:
      '{new} signed it, whom a rule accepts and who never signed this artifact before.',
    mover: 'team',
    fix: 'If your release moved to another workflow or key, nothing. If not, find out who can sign there, and ask the platform team for a narrower rule.',
  },
  'unaccepted-signers': {
    title: 'Signers whom no rule accepts',
    sentence: 'Signed by {new}, whom no rule accepts for this artifact.',
    mover: 'nobody',
    fix: 'Nothing to do about them: what they say counts for nothing here.',
  },
  'clock-skew': {
    title: 'A clock is wrong',
    sentence:
      'A log that is trusted recorded a signature at {new}, and it was {old} here when that was read.',
    mover: 'operators',
    fix: 'Compare the clock of the machine on which this portal runs with the world’s. If it is right, the clock of the log is not.',
  },
  'authority-refresh-refused': {
    title: 'A new version of an authority was refused',
    sentence:
      'The source of authority “{about}” offers the version {new}, which was refused; {old} stays in force.',
    mover: 'operators',
    fix: 'The log and the status of the authority say why. Ask whoever publishes it; if the version is meant, accept its digest in the configuration.',
  },
  'repository-identity-changed': {
    title: 'The repository is another one',
    sentence:
      'A signature comes from {new}. The repository of that name that was bound has {old}.',
    mover: 'security',
    fix: 'Find out whether the repository was deleted and created again, by whom, before you accept its new identity.',
    alarm: true,
  },
  'registry-hash-mismatch': {
    title: 'The acceptance list is not the one that was approved',
    sentence:
      'The list that was loaded has the hash {new}, and {old} was approved; the last good version stays in force.',
    mover: 'security',
    fix: 'Find out who changed the list behind the back of its review, and restore the approved version.',
    alarm: true,
  },
  'locators-disagree': {
    title: 'Declared, not running',
    sentence: 'Declared is {old}, and {new} is what runs.',
    mover: 'team',
    fix: 'Correct what the catalog says, or deploy what it says.',
  },
  'discovery-held-back': {
    title: 'Much would be gone at once',
    sentence:
      'The last pass of {about} found {new} where there were {old} before. Nothing of it ends for a day.',
    mover: 'operators',
    fix: 'If so much was really removed, nothing: it ends after a day. If not, repair what this locator reads: the catalog, a cluster, or its configuration.',
  },
  'host-refused': {
    title: 'A host that nobody allowed',
    sentence:
      '{about} is not among the hosts that this portal may contact[; used by {new}].',
    mover: 'operators',
    fix: 'Add the host to `provenance.registries`, or to `provenance.files.hosts` where files lie there. Nothing else is ever contacted.',
  },
};

function withCode<Code extends ReasonCode | FindingCode>(
  about: Explanation['about'],
  words: Record<Code, Words>,
): Record<Code, Explanation> {
  const explained = {} as Record<Code, Explanation>;
  for (const code of Object.keys(words) as Code[]) {
    explained[code] = {
      about,
      code,
      alarm: false,
      documentation: `reasons.md#${about}-${code}`,
      ...words[code],
    };
  }
  return explained;
}

/** The words of every reason. */
export const explanations = withCode('verdict', reasonWords);

/** The words of every finding. */
export const findingExplanations = withCode('finding', findingWords);
