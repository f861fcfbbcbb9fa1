import Typography from '@material-ui/core/Typography';

/** The versions of who may sign what. */
export function HistoryPage() {
  return (
    <Typography variant="h5" component="h2">
      History
    </Typography>
  );
}
