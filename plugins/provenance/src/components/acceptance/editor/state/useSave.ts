import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useNavigate } from 'react-router-dom';
import type {
  LocatedFinding,
  ProposalDetail,
  ProposalText,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../../../api';
import { useAcceptancePath } from '../../../../hooks';
import { neededAnswers } from './answers';
import { contentOfDraft, type Draft } from './draft';

/** What is edited: a new proposal against the version in force, or one that exists, as it was read. */
export type Target = { base: number } | { proposal: ProposalDetail };

/** Why nothing was saved. What was typed is all still there. */
export interface SaveProblem {
  error: Error;
  /** Somebody else edited it meanwhile. */
  isOvertaken: boolean;
  /** It was saved, and only not opened for review. */
  savedAs?: string;
}

export interface Saving {
  draft: Draft;
  findings: LocatedFinding[];
  /** For review, once it is saved. */
  open: boolean;
  onSaved?(): void;
}

/** Saves, and goes to the page of the proposal. */
export function useSave(target: Target): {
  isSaving: boolean;
  problem?: SaveProblem;
  save(what: Saving): void;
} {
  const api = useApi(provenanceApiRef);
  const pathOf = useAcceptancePath();
  const navigate = useNavigate();
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<SaveProblem>();
  // Once it is created, another try edits it: a second draft of the same is nobody's wish.
  const [current, setCurrent] = useState(target);

  const write = (text: ProposalText): Promise<ProposalDetail> => {
    if ('base' in current)
      return api.createProposal({ ...text, base: current.base });
    const { id, binding } = current.proposal;
    return api.editProposal(id, { ...text, expected: binding });
  };

  /** Not by the words of the refusal: what stands there now says it. */
  const wasOvertaken = async (): Promise<boolean> => {
    if ('base' in current) return false;
    const { id, binding } = current.proposal;
    try {
      return (await api.getProposal(id)).binding !== binding;
    } catch {
      return false;
    }
  };

  const save = async (what: Saving) => {
    setSaving(true);
    setProblem(undefined);
    let saved: ProposalDetail | undefined;
    try {
      saved = await write(textOfDraft(what.draft, what.findings));
      setCurrent({ proposal: saved });
      what.onSaved?.();
      if (what.open && saved.state !== 'open')
        await api.openProposal(saved.id, { expected: saved.binding });
      navigate(pathOf('proposals', saved.id));
    } catch (thrown) {
      const error = asError(thrown);
      const isOvertaken = !saved && (await wasOvertaken());
      setProblem({ error, isOvertaken, savedAs: saved?.id });
      setSaving(false);
    }
  };

  return { isSaving, problem, save };
}

function textOfDraft(draft: Draft, findings: LocatedFinding[]): ProposalText {
  const answers = neededAnswers(draft.answers, findings);
  return {
    title: draft.title.trim(),
    reason: draft.reason.trim(),
    content: contentOfDraft(draft),
    ...(answers.length > 0 && { answers }),
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
