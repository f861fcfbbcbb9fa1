import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import DoneIcon from '@material-ui/icons/CheckCircle';
import OpenIcon from '@material-ui/icons/RadioButtonUnchecked';
import type {
  SetupResponse,
  SetupStep,
} from '@countersign/backstage-plugin-provenance-common';
import {
  counted,
  refusedHostWords,
  stepSentence,
  stepTitle,
} from '../../words';
import { Disclosure, Hidden, Snippet, useToneStyles } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(1.5),
      marginTop: theme.spacing(2),
    },
    body: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
    hosts: { margin: theme.spacing(1, 0), paddingLeft: theme.spacing(3) },
  }),
  { name: 'ProvenanceSetupStep' },
);

/** One step: what it is, and while it is open what to do next. */
export function SetupStepItem(props: {
  step: SetupStep;
  setup: SetupResponse;
}) {
  const classes = useStyles();
  const tones = useToneStyles();
  const { step, setup } = props;
  const Icon = step.done ? DoneIcon : OpenIcon;
  return (
    <li className={classes.root}>
      <Icon aria-hidden className={step.done ? tones.green : tones.grey} />
      <div className={classes.body}>
        <Typography variant="subtitle1" component="h3">
          <Hidden>{step.done ? 'Done: ' : 'Open: '}</Hidden>
          {stepTitle(step)}
        </Typography>
        {!step.done && <OpenStep step={step} setup={setup} />}
      </div>
    </li>
  );
}

function OpenStep({ step, setup }: { step: SetupStep; setup: SetupResponse }) {
  const file =
    step.id === 'artifacts' ? 'catalog-info.yaml' : 'app-config.yaml';
  return (
    <>
      <Typography variant="body2">{stepSentence(step, setup)}</Typography>
      {step.id === 'hosts' && <RefusedHosts hosts={setup.refusedHosts} />}
      {step.yaml !== undefined && (
        <Disclosure title={`Lines for ${file}`}>
          <Snippet
            text={step.yaml}
            what={`the lines for ${file}`}
            file={file}
          />
        </Disclosure>
      )}
    </>
  );
}

const mostShown = 10;

/** A stranger may have named them: plain text, never a link. */
function RefusedHosts({ hosts }: { hosts: SetupResponse['refusedHosts'] }) {
  const classes = useStyles();
  const { items, more } = hosts;
  const rest = Math.max(0, items.length - mostShown) + more;
  return (
    <Typography variant="body2" component="ul" className={classes.hosts}>
      {items.slice(0, mostShown).map(one => (
        <li key={one.host}>{refusedHostWords(one)}</li>
      ))}
      {rest > 0 && <li>and {counted(rest, 'more host')}</li>}
    </Typography>
  );
}
