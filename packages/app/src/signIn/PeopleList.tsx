import ButtonBase from '@material-ui/core/ButtonBase';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Person } from './people';
import { SignInFrame } from './SignInFrame';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: theme.spacing(3, 0, 0),
      padding: 0,
      display: 'grid',
      gap: theme.spacing(1.5),
      gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    },
    person: {
      width: '100%',
      flexDirection: 'column',
      alignItems: 'flex-start',
      textAlign: 'left',
      padding: theme.spacing(1.5, 2),
      borderRadius: theme.shape.borderRadius,
      border: `1px solid ${theme.palette.divider}`,
      '&:hover': { background: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
    },
    title: { color: theme.palette.text.secondary },
  }),
  { name: 'CountersignPeopleList' },
);

/** One button a person. There is no password: the sandbox is on loopback and its people do not exist. */
export function PeopleList(props: {
  people: Person[];
  onChoose(person: Person): void;
}) {
  const classes = useStyles();
  return (
    <SignInFrame title="Countersign">
      <Typography variant="body1">
        This is the sandbox. Whose eyes do you want to look through?
      </Typography>
      <ul className={classes.list}>
        {props.people.map(person => (
          <li key={person.name}>
            <ButtonBase
              className={classes.person}
              aria-label={`${person.displayName}, ${person.title}`}
              onClick={() => props.onChoose(person)}
            >
              <Typography variant="subtitle1" component="span">
                {person.displayName}
              </Typography>
              <Typography
                variant="body2"
                component="span"
                className={classes.title}
              >
                {person.title}
              </Typography>
            </ButtonBase>
          </li>
        ))}
      </ul>
    </SignInFrame>
  );
}
