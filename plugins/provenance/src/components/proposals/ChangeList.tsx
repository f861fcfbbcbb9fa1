import { useMemo } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ContentDiff } from '@countersign/backstage-plugin-provenance-common';
import { useWindow } from '../../hooks';
import { changesInWords, diffWords, type ChangeWords } from '../../words';
import { Disclosure, ShowMore } from '../parts';
import { FieldChanges } from './FieldChanges';
import { YamlDiff } from './YamlDiff';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(1.5, 0),
      overflowWrap: 'anywhere',
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    says: { margin: 0 },
  }),
  { name: 'ProvenanceChanges' },
);

/** Everything in which two contents of the list differ: in words, and behind a click as YAML. */
export function ChangeList(props: { diff: ContentDiff; label: string }) {
  const classes = useStyles();
  const { diff, label } = props;
  const changes = useMemo(() => changesInWords(diff), [diff]);
  const { shown, hidden, more } = useWindow(changes);
  return (
    <>
      <Typography variant="body1" gutterBottom>
        {diffWords(diff)}
      </Typography>
      <ul className={classes.list} aria-label={label}>
        {shown.map((change, i) => (
          <li key={`${change.what} ${i}`} className={classes.item}>
            <OneChange change={change} />
          </li>
        ))}
      </ul>
      <ShowMore hidden={hidden} onMore={more} />
      {diff.isReordered && (
        <Typography variant="body2">
          Rules that stay stand in another order: of equal ones another leads.
        </Typography>
      )}
    </>
  );
}

const verbs: Record<ChangeWords['change'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
};

function OneChange({ change }: { change: ChangeWords }) {
  const classes = useStyles();
  const { name, what, says, fields, yaml } = change;
  const title = `${verbs[change.change]}: ${what} ${name}`;
  return (
    <Typography variant="body2" component="div">
      <Typography variant="subtitle2" component="h4">
        {title}
      </Typography>
      {says.map((sentence, i) => (
        <p key={i} className={classes.says}>
          {sentence}
        </p>
      ))}
      {fields.length > 0 && <FieldChanges fields={fields} of={name} />}
      <Disclosure title="As YAML">
        <YamlDiff {...yaml} label={`YAML of ${what} ${name}`} />
      </Disclosure>
    </Typography>
  );
}
