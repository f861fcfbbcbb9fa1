import { makeStyles } from '@material-ui/core/styles';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { shortDigest } from '../../words';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles(
  {
    root: { display: 'inline-flex', alignItems: 'center', maxWidth: '100%' },
    code: {
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.85em',
      overflowWrap: 'anywhere',
    },
  },
  { name: 'ProvenanceMonoText' },
);

/** A stranger's exact text, made visible, with a button that copies what was really there. */
export function MonoText(props: {
  text: string;
  what: string;
  shown?: string;
  longest?: number;
}) {
  const classes = useStyles();
  const full = visibleText(props.text, props.longest ?? 500);
  return (
    <span className={classes.root}>
      <code className={classes.code} title={full}>
        {props.shown ?? full}
      </code>
      <CopyButton text={props.text} what={props.what} />
    </span>
  );
}

/** The first 12 characters; the whole digest on hover and copy. */
export function DigestText(props: { digest: string; what?: string }) {
  return (
    <MonoText
      text={props.digest}
      shown={shortDigest(props.digest)}
      what={props.what ?? 'the digest'}
    />
  );
}
