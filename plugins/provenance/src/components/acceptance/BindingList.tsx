import Typography from '@material-ui/core/Typography';
import {
  bindingInWords,
  type LintFinding,
  type RepositoryBinding,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from '../../words';
import { Disclosure } from '../parts';
import { Entry, EntryList, EntrySection } from './EntryList';

/** Of a company with thousands the others stand behind a click. */
const shownAtOnce = 20;

/** Which repository is which entity's own; nothing where nobody bound any. */
export function BindingList(props: {
  bindings: RepositoryBinding[];
  findings: Map<number, LintFinding[]>;
}) {
  const { bindings, findings } = props;
  if (bindings.length === 0) return null;
  const placed = bindings.map((binding, place) => ({ binding, place }));
  const others = placed.slice(shownAtOnce);
  return (
    <EntrySection title="Bound repositories">
      <Typography variant="body2" color="textSecondary" gutterBottom>
        They say which repository is an entity’s own, for rules that ask for it.
        An entity that is not here has the one from which the catalog reads it.
      </Typography>
      <Bindings
        label="Bound repositories"
        placed={placed.slice(0, shownAtOnce)}
        findings={findings}
      />
      {others.length > 0 && (
        <Disclosure title={`${counted(others.length, 'binding')} more`}>
          <Bindings
            label="More bound repositories"
            placed={others}
            findings={findings}
          />
        </Disclosure>
      )}
    </EntrySection>
  );
}

function Bindings(props: {
  label: string;
  placed: { binding: RepositoryBinding; place: number }[];
  findings: Map<number, LintFinding[]>;
}) {
  return (
    <EntryList label={props.label}>
      {props.placed.map(({ binding, place }) => {
        const { pinned, ...words } = bindingInWords(binding);
        return (
          <Entry
            key={place}
            {...words}
            notes={[pinned]}
            findings={props.findings.get(place)}
          />
        );
      })}
    </EntryList>
  );
}
