import {
  compareMatches,
  matchSigner,
  noEntity,
  type ProvenSigner,
  type RuleSigner,
  type SignerMatch,
} from '@countersign/domain';
import type { SignerForm, Signing } from '../../store';
import type { SignerRow } from '../../store/rows';

/** How near somebody comes to a rule, over all ways in which they signed. */
export interface Held {
  row: SignerRow;
  match: SignerMatch;
  /** At which they came so near. */
  refs: string[];
  usages: number;
  lastSeenAt: string;
}

const mostRefs = 5;

/**
 * Holds one way in which somebody signed to the signers of a rule, as the judge does with its evidence.
 *
 * @param held - what was found of them before; it is brought up to date
 * @param forms - absent for a key, and where it is not known: then the identity of the list counts, without ref and claims
 */
export function holdSigning(
  held: Held | undefined,
  {
    row,
    signers,
    forms = [undefined],
    signing,
  }: {
    row: SignerRow;
    signers: RuleSigner[];
    forms?: readonly (SignerForm | undefined)[];
    signing: Signing;
  },
): Held | undefined {
  let found = held;
  for (const form of forms) {
    const match = matchSigner(provenAs(row, form), signers, noEntity);
    // The strict parser leaves no rule without signers.
    if (!match) continue;
    found ??= { row, match, refs: [], usages: 0, lastSeenAt: '' };
    const order = compareMatches(match, found.match);
    if (order > 0) Object.assign(found, { match, refs: [] });
    if (order >= 0) addRef(found.refs, match, form);
  }
  if (!found) return undefined;
  found.usages += signing.usages;
  if (signing.lastSeenAt > found.lastSeenAt)
    found.lastSeenAt = signing.lastSeenAt;
  return found;
}

/** As the evidence has it. */
function provenAs(row: SignerRow, form: SignerForm | undefined): ProvenSigner {
  const { authority, issuer, subject, subject_type: subjectType } = row;
  if (row.type === 'key') return { authority, signer: { type: 'key' } };
  return {
    authority,
    signer: {
      type: 'certificate',
      issuer: issuer ?? '',
      subject: form?.subject ?? subject ?? '',
      subjectType: form?.subjectType ?? subjectType ?? 'other',
      claims: form?.claims ?? {},
    },
  };
}

function addRef(
  refs: string[],
  match: SignerMatch,
  form: SignerForm | undefined,
): void {
  const isAboutRef = match.code === 'accepted' || match.nearest.part === 'ref';
  // In an e-mail address the part behind the @ is the owner, not a ref.
  if (!form || !isAboutRef || form.subjectType !== 'uri') return;
  const at = form.subject.lastIndexOf('@');
  const ref = form.subject.slice(at + 1);
  if (at >= 1 && refs.length < mostRefs && !refs.includes(ref)) refs.push(ref);
}
