import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  acceptanceProposePermission,
  acceptanceReadPermission,
  acceptanceReviewPermission,
  type AcceptanceVersionDetail,
  type AcceptanceVersionItem,
  type Page,
  type PageQuery,
  type ProposalCreation,
  type ProposalDetail,
  type ProposalEdit,
  type ProposalItem,
  type ProposalQuery,
  type ProposalRebase,
  type ProposalText,
  type ProposalWord,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type {
  LintFinding,
  LintOptions,
  RegistryContent,
} from '@countersign/domain';
import type { Knex } from 'knex';
import type { CatalogReviewers } from '../acceptance/CatalogReviewers';
import { checkLint, lintContent } from '../acceptance/checkLint';
import { approvalOf } from '../acceptance/decideMerge';
import type { Merging } from '../acceptance/Merging';
import { readContent } from '../acceptance/readContent';
import {
  approvalsOf,
  commentOnProposal,
  createProposal,
  editProposal,
  listAcceptanceVersions,
  listProposals,
  moveProposal,
  proposalOrder,
  readAcceptanceVersion,
  readProposal,
  rebaseProposal,
  reviewProposal,
  reviewVersion,
  versionOrder,
  type StoredProposal,
  type TellOfProposal,
} from '../store';
import { pageOf } from './pageOf';
import { presentProposal, presentVersion } from './presentProposal';
import { ProposalGuard, type ProposalGuardOptions } from './ProposalGuard';

/** What the linter looks at, and what it changes. */
type Linted = Pick<StoredProposal, 'content' | 'answers' | 'base'>;

export interface ProposalServiceOptions extends ProposalGuardOptions {
  knex: Knex;
  clock: Clock;
  reviewers: Pick<CatalogReviewers, 'of'>;
  /** What the linter knows of the portal. */
  lintOptions(): LintOptions;
  merging: Pick<Merging, 'merge'>;
  /** Brings into force here what was merged. */
  onMerged(): Promise<void>;
  /** Tells people of what is done, in its own transaction. */
  tell?: TellOfProposal;
}

/** Versions of the acceptance list and proposals to change it, for those who may. Four eyes are counted in the domain. */
export class AuthorizedProposalService {
  private readonly guard: ProposalGuard;

  constructor(private readonly options: ProposalServiceOptions) {
    this.guard = new ProposalGuard(options);
  }

  /** @throws NotAllowedError, InputError for a cursor of another list */
  async listVersions(
    query: PageQuery,
    credentials: BackstageCredentials,
  ): Promise<Page<AcceptanceVersionItem>> {
    await this.guard.needsRead(credentials);
    const { knex } = this.options;
    return pageOf({
      ...{ list: 'acceptance-versions', query, order: versionOrder },
      read: (after, limit) => listAcceptanceVersions({ knex, after, limit }),
      present: rows => rows.map(presentVersion),
    });
  }

  /** @throws NotAllowedError, NotFoundError */
  async version(
    number: number,
    credentials: BackstageCredentials,
  ): Promise<AcceptanceVersionDetail> {
    await this.guard.needsRead(credentials);
    const { knex } = this.options;
    const row = await readAcceptanceVersion({ knex, number });
    if (!row) throw new NotFoundError(`there is no version ${number}`);
    return { ...presentVersion(row), content: JSON.parse(row.content) };
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError, also for whoever wrote or merged it */
  async reviewVersion(
    number: number,
    { expected, text }: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<AcceptanceVersionDetail> {
    const actor = await this.guard.actor(
      acceptanceReviewPermission,
      credentials,
    );
    this.guard.needsVoice(actor);
    const { tell: _, ...now } = this.now(actor.ref);
    await reviewVersion({ ...now, number, expected, text });
    return this.version(number, credentials);
  }

  /** @throws NotAllowedError, InputError for a cursor of another list */
  async list(
    query: ProposalQuery,
    credentials: BackstageCredentials,
  ): Promise<Page<ProposalItem>> {
    await this.guard.needsRead(credentials);
    const { knex } = this.options;
    const { state } = query;
    return pageOf({
      ...{ list: 'proposals', query, order: proposalOrder },
      read: (after, limit) => listProposals({ knex, state, after, limit }),
      present: rows => rows,
    });
  }

  /** @throws NotAllowedError, NotFoundError */
  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    await this.guard.needsRead(credentials);
    return this.detail(id);
  }

  /** @throws NotAllowedError, InputError with the path of what cannot be read, ProposalRefusedError */
  async create(
    creation: ProposalCreation,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    const { base } = creation;
    const id = await createProposal({
      ...this.now(ref),
      proposal: { ...textOf(creation), base },
    });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, InputError with the path of what cannot be read, ProposalRefusedError */
  async edit(
    id: string,
    edit: ProposalEdit,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    const { expected } = edit;
    const text = textOf(edit);
    await this.keepReviewable(await this.read(id), text);
    await editProposal({ ...this.now(ref), id, expected, text });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, InputError with the path of what cannot be read, ProposalRefusedError */
  async rebase(
    id: string,
    rebase: ProposalRebase,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    const { expected, base } = rebase;
    const content = readContent(rebase.content);
    const proposal = await this.read(id);
    const { answers } = proposal;
    await this.keepReviewable(proposal, { content, answers, base });
    await rebaseProposal({ ...this.now(ref), id, expected, base, content });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError, also for what the linter finds */
  async open(
    id: string,
    { expected }: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    const proposal = await this.read(id);
    // Of what is checked here `expected` is the binding, or it is not opened.
    if (proposal.binding === expected) checkLint(await this.lint(proposal));
    await moveProposal({ ...this.now(ref), id, act: 'open', expected });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError */
  async withdraw(
    id: string,
    { expected }: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    await moveProposal({ ...this.now(ref), id, act: 'withdraw', expected });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError, also for authors */
  async review(
    id: string,
    act: 'approve' | 'request-changes' | 'reject',
    word: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const actor = await this.guard.actor(
      acceptanceReviewPermission,
      credentials,
    );
    const change = act === 'approve' ? await this.change(id) : undefined;
    this.guard.needsVoice(actor, change);
    await reviewProposal({ ...this.now(actor.ref), id, act, ...word });
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError with what is missing */
  async merge(
    id: string,
    { expected }: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { merging, onMerged } = this.options;
    const { ref, reviewer } = await this.guard.actor(
      acceptanceProposePermission,
      credentials,
    );
    await merging.merge({ id, by: ref, merger: reviewer, expected });
    await onMerged();
    return this.detail(id);
  }

  /** @throws NotAllowedError, NotFoundError */
  async comment(
    id: string,
    text: string,
    credentials: BackstageCredentials,
  ): Promise<ProposalDetail> {
    const { ref } = await this.guard.actor(
      acceptanceReadPermission,
      credentials,
    );
    await commentOnProposal({ ...this.now(ref), id, text });
    return this.detail(id);
  }

  private now(by: string) {
    const { knex, clock, tell } = this.options;
    return { knex, by, tell, now: clock.now().toISOString() };
  }

  private async read(id: string): Promise<StoredProposal> {
    const { knex } = this.options;
    const proposal = await readProposal({ knex, id });
    if (!proposal) throw new NotFoundError(`there is no proposal "${id}"`);
    return proposal;
  }

  private async lint(text: Linted): Promise<LintFinding[]> {
    const base = await this.contentOf(text.base);
    return lintContent(text, base, this.options.lintOptions());
  }

  /** A draft may be wrong; what reviewers read, or get to read by an edit, may not. */
  private async keepReviewable(
    { state, base }: StoredProposal,
    text: Omit<Linted, 'base'> & Partial<Linted>,
  ): Promise<void> {
    if (state !== 'draft') checkLint(await this.lint({ base, ...text }));
  }

  private async change(id: string) {
    const { content, base: number } = await this.read(id);
    const base = await this.contentOf(number);
    return base && { base, content };
  }

  /** What a version says, as far as it is kept. */
  private async contentOf(
    number: number,
  ): Promise<RegistryContent | undefined> {
    const { knex } = this.options;
    const row = await readAcceptanceVersion({ knex, number });
    return row && JSON.parse(row.content);
  }

  private async detail(id: string): Promise<ProposalDetail> {
    const { governance, reviewers, lintOptions } = this.options;
    const proposal = await this.read(id);
    const base = await this.contentOf(proposal.base);
    const approvals = approvalsOf(proposal);
    const known = await reviewers.of([
      ...new Set(approvals.map(({ by }) => by)),
    ]);
    return presentProposal({
      ...{ proposal, base, lint: lintContent(proposal, base, lintOptions()) },
      ...(base &&
        governance && {
          review: approvalOf(
            { proposal, base, approvals },
            { governance, reviewers: known },
          ),
        }),
    });
  }
}

function textOf({ title, reason, content, answers = [] }: ProposalText) {
  return { title, reason, content: readContent(content), answers };
}
