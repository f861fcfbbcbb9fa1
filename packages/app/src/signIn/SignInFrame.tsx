import type { ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Logo } from '../logo';

const useStyles = makeStyles(
  theme => ({
    page: {
      minHeight: '100vh',
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      padding: theme.spacing(3),
      background: theme.palette.background.default,
    },
    paper: { width: '100%', maxWidth: 640, padding: theme.spacing(4) },
    brand: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(2),
    },
  }),
  { name: 'CountersignSignInFrame' },
);

/** What stands around everything that is shown before somebody is signed in. */
export function SignInFrame(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <Paper className={classes.paper}>
        <div className={classes.brand}>
          <Logo size={48} />
          <Typography variant="h4" component="h1">
            {props.title}
          </Typography>
        </div>
        {props.children}
      </Paper>
    </main>
  );
}
