import Typography from '@material-ui/core/Typography';

/** The proposals to change who may sign what. */
export function ProposalListPage() {
  return (
    <Typography variant="h5" component="h2">
      Proposals
    </Typography>
  );
}
