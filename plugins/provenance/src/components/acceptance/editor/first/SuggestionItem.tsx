import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  listAsYaml,
  ruleInWords,
  visibleText,
  type RuleSuggestion,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from '../../../../words';
import { Disclosure, FindingIcon, Snippet } from '../../../parts';
import { seenSigner } from '../preview/seenSigner';
import { fieldsOf, textOf } from '../state/fields';
import { readRuleFields } from '../state/read';
import { basisWords } from './suggestions';

const useStyles = makeStyles(
  theme => ({
    item: {
      padding: theme.spacing(1.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    about: { paddingLeft: theme.spacing(4) },
    basis: {
      display: 'flex',
      gap: theme.spacing(1),
      '& svg': { fontSize: 20, flex: 'none' },
    },
    list: { margin: theme.spacing(0.5, 0), paddingLeft: theme.spacing(3) },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceSuggestion' },
);

/** One rule that could be proposed: what it says, for whom, and why it is believed to be right. */
export function SuggestionItem(props: {
  suggestion: RuleSuggestion;
  isSelected: boolean;
  onSelect(isSelected: boolean): void;
}) {
  const classes = useStyles();
  const { suggestion } = props;
  const { id, rule, signers, usages, environments, basis } = suggestion;
  const fields = fieldsOf(rule);
  const { value, problem } = readRuleFields(fields);
  const name = visibleText(textOf(fields.name), 120);
  const aboutId = `provenance-suggestion-${id}`;
  const where = environments.map(one => visibleText(one, 80)).join(', ');
  return (
    <li className={classes.item}>
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={props.isSelected}
            onChange={event => props.onSelect(event.target.checked)}
            inputProps={{ 'aria-describedby': aboutId }}
          />
        }
        label={<strong>{name}</strong>}
      />
      <Typography variant="body2" component="div" className={classes.about}>
        <div id={aboutId}>
          <Typography variant="body1">
            {value
              ? ruleInWords(value).sentence
              : `It cannot be said in words: ${visibleText(
                  problem ?? '',
                  300,
                )}.`}
          </Typography>
          <div className={classes.secondary}>
            Speaks of {counted(usages, 'usage')}
            {where === '' ? '' : `, in ${where}`}.
          </div>
          <div className={classes.basis}>
            {basis === 'none' && <FindingIcon alarm={false} />}
            <span>
              {basis === 'none' && <strong>Warning: </strong>}
              {basisWords[basis]}
            </span>
          </div>
        </div>
        <Disclosure
          title={`Who it accepts: ${counted(signers.length, 'signer')}`}
        >
          <ul className={classes.list}>
            {signers.map(signer => {
              const { words, exact } = seenSigner(signer);
              return (
                <li key={signer.id}>
                  {words}
                  <div className={classes.secondary}>
                    <code>{exact}</code>
                  </div>
                </li>
              );
            })}
          </ul>
        </Disclosure>
        <Disclosure title="As YAML">
          <Snippet
            text={listAsYaml({ initial: [fields] })}
            what={`the YAML of ${name}`}
          />
        </Disclosure>
      </Typography>
    </li>
  );
}
