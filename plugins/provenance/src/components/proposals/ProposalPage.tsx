import Typography from '@material-ui/core/Typography';

/** One proposal to change who may sign what. */
export function ProposalPage() {
  return (
    <Typography variant="h5" component="h2">
      Proposal
    </Typography>
  );
}
