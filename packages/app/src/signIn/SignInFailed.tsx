import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { Person } from './people';
import { SignInFrame } from './SignInFrame';

/** The backend did not let somebody in: says so, and leads back to the list. */
export function SignInFailed(props: {
  person: Person;
  error?: Error;
  onBack(): void;
}) {
  return (
    <SignInFrame title="Countersign">
      <div role="alert">
        <Typography variant="body1">
          Could not sign in as {props.person.displayName}. The backend may still
          be starting, or runs without the sandbox.
        </Typography>
        <Typography variant="body2" color="textSecondary" gutterBottom>
          {props.error?.message}
        </Typography>
      </div>
      <Button variant="outlined" onClick={props.onBack}>
        Back to the list
      </Button>
    </SignInFrame>
  );
}
