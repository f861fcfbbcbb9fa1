import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type Collection,
  type SourceReport,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { ago, sourceWords } from '../../words';
import { Facts, Moment } from '../parts';

/** Where signatures were looked for and how each look went: "nothing there" is not "could not look" (S1.2). */
export function SourceList(props: { collection: Collection | undefined }) {
  const now = useNow();
  const { collection } = props;
  if (!collection) return null;
  return (
    <Typography variant="body2" component="div">
      <Facts
        facts={[
          {
            name: 'Looked',
            value: (
              <Moment at={collection.at} words={ago(collection.at, now)} />
            ),
          },
          ...collection.sources.map(report => ({
            name: sourceWords(report.source),
            value: reportWords(report),
          })),
        ]}
      />
    </Typography>
  );
}

function reportWords(report: SourceReport): string {
  switch (report.status) {
    case 'complete':
      return 'read in full';
    case 'absent':
      return 'nothing there';
    case 'limited':
      return `cut off: ${visibleText(report.limit, 200)}`;
    default:
      return `could not be read: ${visibleText(report.cause.message, 200)}`;
  }
}
