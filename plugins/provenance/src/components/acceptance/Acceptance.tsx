import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { LinkButton } from '@backstage/core-components';
import {
  acceptanceReadPermission,
  type AcceptanceResponse,
} from '@countersign/backstage-plugin-provenance-common';
import {
  RuleUseProvider,
  useAcceptance,
  useAcceptanceInWords,
  useAcceptancePath,
  useAcceptanceUse,
} from '../../hooks';
import { versionWords } from '../../words';
import { LoadError } from '../parts';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { BindingList } from './BindingList';
import { BuilderList } from './BuilderList';
import { DistrustList } from './DistrustList';
import { KeyList } from './KeyList';
import { NoRules } from './NoRules';
import { RuleSection } from './RuleSection';
import { UseNote } from './UseNote';

const useStyles = makeStyles(
  theme => ({ action: { marginBottom: theme.spacing(3) } }),
  { name: 'ProvenanceAcceptance' },
);

/** Who may sign what: the version in force, rule by rule, and what counts for nothing. */
export function Acceptance() {
  const query = useAcceptance();
  const { value, error } = query;
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="read who may sign what"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={query.reload}
        />
      )}
      {!value && !error && <SectionSkeleton what="who may sign what" />}
      {value && <Version registry={value} />}
    </>
  );
}

function Version({ registry }: { registry: AcceptanceResponse }) {
  const list = useAcceptanceInWords(registry);
  const use = useAcceptanceUse(registry.version);
  const pathOf = useAcceptancePath();
  const classes = useStyles();
  return (
    <>
      <Typography variant="h5" component="h2">
        Who may sign what
      </Typography>
      <Typography variant="body1" gutterBottom>
        {versionWords(registry)}
      </Typography>
      <LinkButton
        variant="contained"
        color="primary"
        to={pathOf('propose')}
        className={classes.action}
      >
        Propose a change
      </LinkButton>
      {list.rules.length === 0 ? (
        <NoRules />
      ) : (
        <RuleUseProvider use={use.value} version={registry.version}>
          <UseNote query={use} />
          <RuleSection rules={list.rules} />
        </RuleUseProvider>
      )}
      <DistrustList
        entries={registry.distrust ?? []}
        findings={list.distrustFindings}
      />
      <BindingList
        bindings={registry.bindings ?? []}
        findings={list.bindingFindings}
      />
      <KeyList keys={registry.keys ?? []} findings={list.keyFindings} />
      <BuilderList
        builders={registry.builders ?? []}
        findings={list.builderFindings}
      />
    </>
  );
}
