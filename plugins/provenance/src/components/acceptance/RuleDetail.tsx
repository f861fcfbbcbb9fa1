import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  referenceInWords,
  ruleAsYaml,
  starsInWords,
  visibleText,
  type RuleSigner,
  type SignerInWords,
} from '@countersign/backstage-plugin-provenance-common';
import type { RuleEntry } from '../../words';
import { Disclosure, Facts, MonoText, SafeLink, Snippet } from '../parts';
import { LintFindings } from './LintFindings';
import { Owner } from './Owner';

const useStyles = makeStyles(
  theme => ({
    heading: { marginTop: theme.spacing(2) },
    list: {
      margin: theme.spacing(0.5, 0),
      paddingLeft: theme.spacing(3),
      overflowWrap: 'anywhere',
      '& > li + li': { marginTop: theme.spacing(1) },
    },
    secondary: { display: 'block', color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceRuleDetail' },
);

/** The longest pattern that is read; one that is cut hides what it accepts. */
const longest = 20_000;

/** Everything that a rule says: in words, as it stands, and what the linter says to it. */
export function RuleDetail({ entry }: { entry: RuleEntry }) {
  const { rule, words, findings } = entry;
  const { owner, rationale, runbook } = rule;
  const isAny = words.conditions.length > 1;
  return (
    <Typography variant="body2" component="div">
      <Typography variant="body1">{words.sentence}</Typography>
      {findings.length > 0 && (
        <Section title="What the linter says">
          <LintFindings findings={findings} />
        </Section>
      )}
      <Section title="Who may sign">
        <List>
          {words.who.map((signer, i) => (
            <Signer key={i} signer={signer} exact={rule.signers[i]} />
          ))}
        </List>
      </Section>
      <Section title="What">
        <List>
          {rule.references.map(pattern => (
            <Reference key={pattern} pattern={pattern} />
          ))}
          {words.only.map(only => (
            <li key={only}>{only}</li>
          ))}
        </List>
      </Section>
      <Section
        title={isAny ? 'What it asks for, all of it' : 'What it asks for'}
      >
        <List>
          {words.conditions.map((condition, i) => (
            <li key={i}>{condition}</li>
          ))}
        </List>
      </Section>
      {(owner ?? rationale ?? runbook) !== undefined && (
        <Section title="Why it is there">
          <Facts
            facts={[
              { name: 'Owner', value: owner && <Owner entityRef={owner} /> },
              {
                name: 'Rationale',
                value: rationale && visibleText(rationale, 2_000),
              },
              {
                name: 'Runbook',
                value: runbook && <SafeLink address={runbook} />,
              },
            ]}
          />
        </Section>
      )}
      <Disclosure title="As YAML">
        <Snippet
          text={ruleAsYaml(rule)}
          what={`the YAML of ${visibleText(rule.name, 120)}`}
        />
      </Disclosure>
    </Typography>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <>
      <Typography
        variant="subtitle2"
        component="h4"
        className={classes.heading}
      >
        {props.title}
      </Typography>
      {props.children}
    </>
  );
}

function List(props: { children: ReactNode }) {
  return <ul className={useStyles().list}>{props.children}</ul>;
}

function Signer(props: { signer: SignerInWords; exact: RuleSigner }) {
  const classes = useStyles();
  const { words, issuer, authority, conditions, stars } = props.signer;
  return (
    <li>
      {words}
      {issuer !== undefined && ` at ${issuer}, certified by ${authority}`}
      {conditions.map(condition => (
        <span key={condition} className={classes.secondary}>
          {condition}
        </span>
      ))}
      <Exact signer={props.exact} />
      <Stars stars={stars} />
    </li>
  );
}

/** What is compared, to the letter. */
function Exact({ signer }: { signer: RuleSigner }) {
  const classes = useStyles();
  const texts =
    'key' in signer
      ? [{ what: 'the name of the key', text: signer.key }]
      : [
          { what: 'the issuer', text: signer.issuer },
          { what: 'the subject', text: signer.subject },
        ];
  return (
    <>
      {texts.map(({ what, text }) => (
        <span key={what} className={classes.secondary}>
          <MonoText text={text} what={what} longest={longest} />
        </span>
      ))}
    </>
  );
}

function Reference({ pattern }: { pattern: string }) {
  return (
    <li>
      {referenceInWords(pattern)}{' '}
      <MonoText text={pattern} what="the pattern" longest={longest} />
      <Stars stars={starsInWords(pattern)} />
    </li>
  );
}

function Stars({ stars }: { stars: string[] }) {
  const classes = useStyles();
  return stars.length === 0 ? null : (
    <span className={classes.secondary}>{stars.join(' ')}</span>
  );
}
