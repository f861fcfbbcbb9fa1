import {
  describeRef,
  visibleText,
  type Evidence,
  type SignerIdentity,
} from '@countersign/backstage-plugin-provenance-common';
import { ago, exactTime, signerWords } from '../../words';
import {
  CopyButton,
  DigestText,
  Moment,
  MonoText,
  SafeLink,
  type Fact,
} from '../parts';

/** What evidence says about its origin, certificate before predicate: the certificate's word counts (S2.3). */
export function evidenceFacts(evidence: Evidence, now: Date): Fact[] {
  const { signer, statement } = evidence;
  return [
    { name: 'Signer', value: signer && <Signer evidence={evidence} /> },
    { name: 'Issuer', value: issuerOf(signer) },
    { name: 'Authority', value: visibleText(evidence.authority, 100) },
    { name: 'Signed', value: signedAt(evidence, now) },
    { name: 'Log entry', value: logEntryOf(evidence) },
    { name: 'Builder', value: builderOf(evidence) },
    ...sourceFacts(evidence),
    {
      name: 'Statement',
      value: statement?.predicateType && (
        <span>{visibleText(statement.predicateType, 200)}</span>
      ),
    },
    { name: 'Names itself', value: subjectNameOf(evidence) },
    {
      name: 'Material',
      value: (
        <DigestText digest={evidence.material} what="the material’s digest" />
      ),
    },
  ];
}

function Signer({ evidence }: { evidence: Evidence }) {
  const { signer, authority, outcome } = evidence;
  if (!signer) return null;
  const { words, exact } = signerWords(
    signer,
    outcome.status === 'proven' ? authority : undefined,
  );
  return (
    <span>
      <span title={exact}>{words}</span>
      <CopyButton
        text={signer.type === 'certificate' ? signer.subject : exact}
        what="the exact signer"
      />
    </span>
  );
}

function issuerOf(signer: SignerIdentity | undefined) {
  return signer?.type === 'certificate' ? (
    <SafeLink address={signer.issuer} />
  ) : undefined;
}

/** Only a verified promise or timestamp proves when; everything else is a claim (S7.1). */
function signedAt({ outcome }: Evidence, now: Date) {
  if (outcome.status !== 'proven') return undefined;
  const [earliest] = outcome.provenTimes;
  if (!earliest) return 'Nothing proves when.';
  return (
    <Moment
      at={earliest}
      words={`${ago(earliest, now)} (${exactTime(earliest)})`}
    />
  );
}

function logEntryOf({ logEntry }: Evidence) {
  return (
    logEntry && (
      <span title={`Log ${visibleText(logEntry.logId, 100)}`}>
        <MonoText
          text={logEntry.logIndex}
          shown={`#${visibleText(logEntry.logIndex, 40)}`}
          what="the log index"
        />
      </span>
    )
  );
}

function builderOf({ signer, statement }: Evidence) {
  const claims = signer?.type === 'certificate' ? signer.claims : undefined;
  if (claims?.buildSignerUri)
    return <SafeLink address={claims.buildSignerUri} />;
  return (
    statement?.role === 'provenance' &&
    statement.builder && (
      <span>
        <SafeLink address={statement.builder} /> <Claimed />
      </span>
    )
  );
}

function sourceFacts({ signer, statement }: Evidence): Fact[] {
  const claims = signer?.type === 'certificate' ? signer.claims : undefined;
  const said = statement?.role === 'provenance' ? statement : undefined;
  const repository = claims?.sourceRepository ?? said?.sourceRepository;
  const commit = claims?.sourceDigest ?? said?.sourceDigest;
  return [
    {
      name: 'Source repository',
      value: repository && (
        <span>
          <SafeLink address={repository} />
          {!claims?.sourceRepository && <Claimed />}
        </span>
      ),
    },
    {
      name: 'Commit',
      value: commit && (
        <span>
          <MonoText
            text={commit}
            shown={visibleText(commit.slice(0, 12), 40)}
            what="the commit"
          />
          {!claims?.sourceDigest && <Claimed />}
        </span>
      ),
    },
    {
      name: 'Branch or tag',
      value: claims?.sourceRef && describeRef(claims.sourceRef),
    },
    {
      name: 'Run',
      value: claims?.runInvocationUri && (
        <SafeLink address={claims.runInvocationUri} />
      ),
    },
  ];
}

function subjectNameOf({ statement }: Evidence) {
  return statement?.subjectName && visibleText(statement.subjectName, 300);
}

/** The statement's own word, which no certificate confirms. */
function Claimed() {
  return <small> (only the statement says so)</small>;
}
