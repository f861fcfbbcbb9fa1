import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  AdmittedIdentities,
  AdmittedIdentity,
} from '@countersign/backstage-plugin-provenance-common';
import { admittedWords, counted } from '../../words';
import { Disclosure, Notice } from '../parts';

const useStyles = makeStyles(
  { list: { margin: 0, overflowWrap: 'anywhere' } },
  { name: 'ProvenanceAdmitted' },
);

/** Whom the proposal newly accepts, those who are nobody of the company's first and by name. */
export function AdmittedList({ admitted }: { admitted: AdmittedIdentities }) {
  const { foreign, own, isForeignCut, isOwnCut } = admitted;
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        Newly accepted signers
      </Typography>
      {foreign.length + own.length === 0 && (
        <Typography variant="body2" gutterBottom>
          It accepts nobody anew of those who sign what runs.
        </Typography>
      )}
      {foreign.length > 0 && (
        <Notice
          tone="amber"
          title={`${counted(
            foreign.length,
            'foreign identity',
            'foreign identities',
          )} would be accepted.`}
        >
          Nothing shows that these are your company’s own.
          <Identities label="Foreign identities" all={foreign} />
          {isForeignCut && 'There are more than are listed.'}
        </Notice>
      )}
      {own.length > 0 && (
        <Disclosure
          title={`${counted(
            own.length,
            'identity',
            'identities',
          )} of the company’s own, by their names`}
        >
          <Identities label="Own identities" all={own} />
          {isOwnCut && 'There are more than are listed.'}
        </Disclosure>
      )}
    </>
  );
}

function Identities(props: { label: string; all: AdmittedIdentity[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={props.label}>
      {props.all.map(identity => {
        const { who, details } = admittedWords(identity);
        return (
          <li key={identity.key}>
            <strong>{who}</strong>; {details}
          </li>
        );
      })}
    </ul>
  );
}
