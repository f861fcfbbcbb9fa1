import { useRef, type Dispatch } from 'react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { ShowMore } from '../../parts';
import type { Draft } from './state/draft';
import type { DraftAction } from './state/draftReducer';
import { textOf, type Fields } from './state/fields';
import { markedRules } from './state/marks';
import { newRule } from './state/newRule';
import { RuleItem } from './RuleItem';
import { useRuleWindow } from './useRuleWindow';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
    gone: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'ProvenanceEditorRules' },
);

/** The rules of the proposal, each with what it does to the version that it changes. */
export function RuleList(props: {
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  /** The list that the proposal changes, as configuration writes it. */
  base?: Fields;
  environments: string[];
}) {
  const classes = useStyles();
  const { draft, dispatch, base } = props;
  const { rules, removed } = markedRules(draft.rules, base);
  const drawn = useRuleWindow(rules, draft.open);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Paper
      className={classes.root}
      component="section"
      aria-labelledby="provenance-draft-rules"
    >
      <Typography
        variant="h6"
        component="h3"
        id="provenance-draft-rules"
        tabIndex={-1}
        ref={heading}
      >
        Rules
      </Typography>
      {rules.length === 0 && (
        <Typography variant="body2">
          None: nobody may sign anything. Add one.
        </Typography>
      )}
      {drawn.isLong && (
        <TextField
          id="provenance-draft-search"
          label="Find a rule"
          type="search"
          value={drawn.search}
          onChange={event => drawn.setSearch(event.target.value)}
          variant="outlined"
          size="small"
          margin="normal"
          InputLabelProps={{ shrink: true }}
        />
      )}
      <ul className={classes.list} aria-label="Rules of the proposal">
        {drawn.shown.map(({ rule, place }) => (
          <RuleItem
            key={rule.id}
            rule={rule}
            place={place}
            last={rules.length - 1}
            isOpen={draft.open === rule.id}
            environments={props.environments}
            dispatch={dispatch}
            onRemoved={() => heading.current?.focus()}
          />
        ))}
      </ul>
      <ShowMore hidden={drawn.hidden} onMore={drawn.more} />
      {removed.length > 0 && (
        <ul
          className={classes.list}
          aria-label="Rules that the proposal removes"
        >
          {removed.map(({ fields, index }) => (
            <li key={index} className={classes.gone}>
              <del>{visibleText(textOf(fields.name), 120)}</del> removed
              <Button
                size="small"
                onClick={() => dispatch({ type: 'restoreRule', fields, index })}
              >
                Put back {visibleText(textOf(fields.name), 60)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button
        variant="outlined"
        onClick={() => dispatch({ type: 'addRule', fields: newRule })}
      >
        Add a rule
      </Button>
    </Paper>
  );
}
