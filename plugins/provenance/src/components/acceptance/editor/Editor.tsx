import { useEffect, useMemo, useRef, useState } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import type {
  LocatedFinding,
  RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { useEnvironments } from '../../../hooks';
import { aboutIds, AboutProposal } from './AboutProposal';
import { CarriedAlong } from './CarriedAlong';
import { DemandLine } from './DemandLine';
import { FindingPanel } from './FindingPanel';
import { DistrustForm } from './form/DistrustForm';
import { FindingsProvider } from './form/FindingsContext';
import { focusField } from './form/focusField';
import { MayPropose } from './MayPropose';
import { RuleList } from './RuleList';
import { SaveBar } from './SaveBar';
import {
  fingerprint,
  listOfContent,
  yamlOfDraft,
  type DraftStart,
} from './state/draft';
import type { DraftAction } from './state/draftReducer';
import { findingsOf, withAnswers } from './state/findings';
import { stopperOf } from './state/stopper';
import { useDraft } from './state/useDraft';
import { useDeclaredEnvironments, useFindings } from './state/useFindings';
import { useSave, type Target } from './state/useSave';
import { ViewSwitch } from './ViewSwitch';
import { focusLine, YamlView } from './YamlView';

/** Writes a proposal: as a form or as YAML, with what the linter says to it, until it is saved. */
export function Editor(props: {
  title: string;
  start: DraftStart;
  /** What is done to it before anybody sees it. */
  first?: DraftAction[];
  target: Target;
  /** What it changes; absent: not kept, and nothing can be marked. */
  before?: RegistryContent;
}) {
  const { draft, dispatch, isUnsaved } = useDraft(props.start, props.first);
  const declared = useDeclaredEnvironments();
  const environments = useEnvironments();
  const findings = useFindings(draft, props.before);
  const { save, ...saving } = useSave(props.target);
  const [refusal, setRefusal] = useState<string>();
  const [going, setGoing] = useState<{ to: LocatedFinding }>();
  const area = useRef<HTMLTextAreaElement>(null);
  const { before } = props;
  const base = useMemo(() => before && listOfContent(before), [before]);
  const { view } = draft;
  const proposal =
    'proposal' in props.target ? props.target.proposal : undefined;
  const isInReview = ['open', 'changes-requested'].includes(
    proposal?.state ?? '',
  );

  const go = (finding: LocatedFinding) => {
    const [, place] = /^initial\[(\d+)\]/.exec(finding.path) ?? [];
    const rule = draft.rules[Number(place)];
    if (view === 'form' && rule) dispatch({ type: 'open', id: rule.id });
    setGoing({ to: finding });
  };
  // The field is there once its rule is open.
  useEffect(() => {
    if (!going) return;
    if (view === 'form') focusField(going.to.path);
    else if (area.current) focusLine(area.current, going.to.line);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another view is no wish to go anywhere
  }, [going]);

  const trySave = (open: boolean) => {
    // What is written now, and not what was a moment ago.
    const now = withAnswers(
      findingsOf(draft, props.before, declared),
      draft.answers,
    );
    const purpose = open ? 'review' : 'draft';
    const stopper = stopperOf(
      draft,
      now,
      isInReview ? 'edit-in-review' : purpose,
    );
    setRefusal(stopper?.why);
    const onSaved = () => dispatch({ type: 'saved', as: fingerprint(draft) });
    if (!stopper) save({ draft, findings: now, open, onSaved });
    else if (stopper.field)
      document.getElementById(aboutIds[stopper.field])?.focus();
    else if (stopper.finding) go(stopper.finding);
  };

  return (
    <FindingsProvider findings={findings}>
      <Typography variant="h5" component="h2" gutterBottom>
        {props.title}
      </Typography>
      <MayPropose />
      <AboutProposal
        draft={draft}
        dispatch={dispatch}
        isTried={refusal !== undefined}
      />
      <ViewSwitch
        draft={draft}
        onShow={to => dispatch({ type: 'show', view: to })}
      />
      {view === 'form' ? (
        <>
          <RuleList
            draft={draft}
            dispatch={dispatch}
            base={base}
            environments={environments}
          />
          <Paper style={{ padding: 24, marginBottom: 24 }}>
            <DistrustForm entries={draft.distrust} dispatch={dispatch} />
          </Paper>
          <CarriedAlong rest={draft.rest} />
        </>
      ) : (
        <YamlView
          area={area}
          text={draft.yaml}
          onChange={text => dispatch({ type: 'typeYaml', text })}
          hasErrors={findings.some(({ severity }) => severity === 'error')}
        />
      )}
      <FindingPanel
        findings={findings}
        answers={draft.answers}
        view={view}
        onGo={go}
        onAnswer={(finding, because) =>
          dispatch({ type: 'answer', finding, because })
        }
      />
      <DemandLine draft={draft} before={before} />
      <SaveBar
        {...saving}
        isNew={proposal === undefined}
        isInReview={isInReview}
        isUnsaved={isUnsaved}
        refusal={refusal}
        yaml={yamlOfDraft(draft)}
        id={proposal?.id}
        onSave={trySave}
      />
    </FindingsProvider>
  );
}
