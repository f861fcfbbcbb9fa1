import { useEffect, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import CopyIcon from '@material-ui/icons/FileCopyOutlined';

const useStyles = makeStyles(
  { button: { padding: 4, '& svg': { fontSize: 16 } } },
  { name: 'ProvenanceCopyButton' },
);

const confirmationMilliseconds = 2_000;

/**
 * Copies a text exactly as it is.
 *
 * @param props - `what` names the text, as in "Copy the digest"
 */
export function CopyButton(props: { text: string; what: string }) {
  const classes = useStyles();
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(
      () => setOutcome(undefined),
      confirmationMilliseconds,
    );
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      // Absent where the portal is not served over https.
      await navigator.clipboard.writeText(props.text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  const titles = {
    copied: 'Copied',
    refused: 'The browser does not allow copying here',
  };
  return (
    <Tooltip title={outcome ? titles[outcome] : `Copy ${props.what}`}>
      <IconButton
        className={classes.button}
        aria-label={`Copy ${props.what}`}
        onClick={copy}
      >
        {outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      </IconButton>
    </Tooltip>
  );
}
