import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useAcceptancePath, useAcceptanceSection } from '../../hooks';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 3),
      listStyle: 'none',
      margin: theme.spacing(0, 0, 3),
      padding: 0,
    },
    link: {
      display: 'inline-block',
      padding: theme.spacing(0.5, 0),
      color: theme.palette.text.primary,
    },
    here: {
      fontWeight: 700,
      borderBottom: `2px solid ${theme.palette.text.primary}`,
    },
  }),
  { name: 'ProvenanceAcceptanceNav' },
);

/** Each with the sections of the address that belong to it, the first of which it leads to. */
const pages = [
  { title: 'In force', sections: ['', 'first-rules'] },
  { title: 'Proposals', sections: ['proposals', 'propose'] },
  { title: 'History', sections: ['history'] },
];

/** Between the pages of the tab. A page below one of them belongs to it. */
export function AcceptanceNav() {
  const classes = useStyles();
  const pathOf = useAcceptancePath();
  const section = useAcceptanceSection();
  return (
    <nav aria-label="Acceptance">
      <ul className={classes.list}>
        {pages.map(({ title, sections }) => {
          const isHere = sections.includes(section);
          return (
            <li key={title}>
              <Link
                to={pathOf(...sections.slice(0, 1).filter(Boolean))}
                className={`${classes.link} ${isHere ? classes.here : ''}`}
                aria-current={isHere ? 'page' : undefined}
              >
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
