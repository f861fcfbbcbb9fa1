import Typography from '@material-ui/core/Typography';

/** One version of who may sign what. */
export function VersionPage() {
  return (
    <Typography variant="h5" component="h2">
      Version
    </Typography>
  );
}
