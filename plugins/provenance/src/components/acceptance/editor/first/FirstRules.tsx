import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  AcceptanceResponse,
  RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from '../../../../words';
import { SaveProblemNotice } from '../SaveProblemNotice';
import { useSave } from '../state/useSave';
import { LeftOut } from './LeftOut';
import { SuggestionItem } from './SuggestionItem';
import { firstRulesDraft, groupedSuggestions, isTicked } from './suggestions';

const useStyles = makeStyles(
  theme => ({
    group: { padding: theme.spacing(3), margin: theme.spacing(2, 0) },
    list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
    save: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: theme.spacing(2),
      padding: theme.spacing(3),
      margin: theme.spacing(2, 0),
    },
  }),
  { name: 'ProvenanceFirstRules' },
);

/** The rules that could be proposed, those ticked that nobody needs to think about twice, and one button. */
export function FirstRules(props: {
  registry: AcceptanceResponse;
  found: RuleSuggestions;
}) {
  const classes = useStyles();
  const { suggestions, left } = props.found;
  const { version, ...content } = props.registry;
  const [ids, setIds] = useState<ReadonlySet<string>>(
    () => new Set(suggestions.filter(isTicked).map(({ id }) => id)),
  );
  const [title, setTitle] = useState('Accept who signs what runs');
  const [reason, setReason] = useState(
    'They sign what runs today, and no rule accepts them yet. These rules only observe.',
  );
  const { save, isSaving, problem } = useSave({ base: version });
  const selected = suggestions.filter(({ id }) => ids.has(id));
  const isWhole = title.trim() !== '' && reason.trim() !== '';
  const select = (id: string, isSelected: boolean) => {
    const next = new Set(ids);
    if (isSelected) next.add(id);
    else next.delete(id);
    setIds(next);
  };
  return (
    <>
      {groupedSuggestions(suggestions).map(group => (
        <Paper
          key={group.title}
          className={classes.group}
          component="section"
          aria-label={group.title}
        >
          <Typography variant="h6" component="h3">
            {group.title}
          </Typography>
          <ul className={classes.list}>
            {group.suggestions.map(one => (
              <SuggestionItem
                key={one.id}
                suggestion={one}
                isSelected={ids.has(one.id)}
                onSelect={isSelected => select(one.id, isSelected)}
              />
            ))}
          </ul>
        </Paper>
      ))}
      <LeftOut left={left} />
      {suggestions.length > 0 && (
        <Paper
          className={classes.save}
          component="section"
          aria-label="Propose"
        >
          {problem && <SaveProblemNotice problem={problem} />}
          <TextField
            id="provenance-first-title"
            label="Title"
            value={title}
            onChange={event => setTitle(event.target.value)}
            variant="outlined"
            size="small"
            fullWidth
            InputLabelProps={{ shrink: true }}
          />
          <TextField
            id="provenance-first-reason"
            label="Why"
            value={reason}
            onChange={event => setReason(event.target.value)}
            variant="outlined"
            size="small"
            fullWidth
            multiline
            InputLabelProps={{ shrink: true }}
          />
          <Typography variant="body2" role="status">
            {counted(selected.length, 'rule')} of {suggestions.length} selected.
            They become one draft; nothing holds before others have approved it.
          </Typography>
          <Button
            variant="contained"
            color="primary"
            disabled={isSaving || selected.length === 0 || !isWhole}
            onClick={() =>
              save({
                draft: firstRulesDraft({ title, reason, content, selected }),
                findings: [],
                open: false,
              })
            }
          >
            Propose the selected rules
          </Button>
        </Paper>
      )}
    </>
  );
}
