import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  visibleText,
  type DiscoveryResponse,
  type UnlocatedEntity,
} from '@countersign/backstage-plugin-provenance-common';
import { counted, unlocatedWords } from '../../words';
import { Disclosure, Snippet } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(1.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceUnlocated' },
);

/** The entities of which nothing is known, each with why and with the way to end it behind one click. */
export function UnlocatedList(props: {
  answer: DiscoveryResponse;
  onMore(): void;
}) {
  const classes = useStyles();
  const { items, totalItems, pageInfo, coverage } = props.answer;
  if (items.length === 0) {
    const isNarrowed = coverage.some(one => one.withUsages < one.entities);
    return isNarrowed ? (
      <Typography variant="body2" role="status">
        It is known what all of these run.
      </Typography>
    ) : null;
  }
  return (
    <>
      <Typography variant="subtitle1" component="h3">
        {counted(totalItems, 'entity', 'entities')} of which nothing is known
      </Typography>
      <ul className={classes.list}>
        {items.map(entity => (
          <UnlocatedItem key={entity.entityRef} entity={entity} />
        ))}
      </ul>
      {pageInfo.nextCursor !== undefined && (
        <Button variant="outlined" size="small" onClick={props.onMore}>
          Show more
        </Button>
      )}
    </>
  );
}

function UnlocatedItem({ entity }: { entity: UnlocatedEntity }) {
  const classes = useStyles();
  const { entityRef, owner, annotation, problem, fix } = entity;
  return (
    <li className={classes.item}>
      <EntityRefLink entityRef={entityRef} />
      {owner !== undefined && (
        <span className={classes.secondary}> · {visibleText(owner, 100)}</span>
      )}
      <Disclosure
        title={
          <>
            {unlocatedWords(entity.reason)}
            {problem !== undefined && `: ${visibleText(problem, 300)}`}
          </>
        }
      >
        <Typography variant="body2">
          {annotation !== undefined && (
            <>
              It has <code>{visibleText(annotation, 120)}</code>.{' '}
            </>
          )}
          {fix.text}
        </Typography>
        {fix.yaml !== undefined && (
          <Snippet
            text={fix.yaml}
            what={`the lines for ${visibleText(entityRef, 120)}`}
            file={fix.file}
          />
        )}
      </Disclosure>
    </li>
  );
}
