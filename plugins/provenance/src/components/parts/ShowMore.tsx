import Button from '@material-ui/core/Button';

/** The way to what is not shown yet; nothing where all of it is. */
export function ShowMore(props: { hidden: number; onMore(): void }) {
  if (props.hidden <= 0) return null;
  return (
    <Button variant="outlined" size="small" onClick={props.onMore}>
      Show more ({props.hidden} not shown)
    </Button>
  );
}
