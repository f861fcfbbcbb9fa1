import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { AcceptancePathProvider, NowProvider } from '../../hooks';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { Acceptance } from './Acceptance';
import { AcceptanceNav } from './AcceptanceNav';
import { NoSuchPage } from './NoSuchPage';

const ProposePage = lazy(() =>
  import('./editor').then(m => ({ default: m.ProposePage })),
);
const EditProposalPage = lazy(() =>
  import('./editor').then(m => ({ default: m.EditProposalPage })),
);
const FirstRulesPage = lazy(() =>
  import('./editor').then(m => ({ default: m.FirstRulesPage })),
);
const ProposalListPage = lazy(() =>
  import('../proposals').then(m => ({ default: m.ProposalListPage })),
);
const ProposalPage = lazy(() =>
  import('../proposals').then(m => ({ default: m.ProposalPage })),
);
const HistoryPage = lazy(() =>
  import('../history').then(m => ({ default: m.HistoryPage })),
);
const VersionPage = lazy(() =>
  import('../history').then(m => ({ default: m.VersionPage })),
);

/** The pages of the tab: what is in force, what is proposed, and what was before. Serves both frontend systems. */
export function AcceptanceRouter(props: { now?: Date }) {
  return (
    <NowProvider now={props.now}>
      <AcceptancePathProvider>
        <AcceptanceNav />
        <Suspense fallback={<SectionSkeleton what="this page" />}>
          <Routes>
            <Route path="/" element={<Acceptance />} />
            <Route path="/first-rules" element={<FirstRulesPage />} />
            <Route path="/propose" element={<ProposePage />} />
            <Route path="/proposals/:id/edit" element={<EditProposalPage />} />
            <Route path="/proposals" element={<ProposalListPage />} />
            <Route path="/proposals/:id" element={<ProposalPage />} />
            <Route path="/history" element={<HistoryPage />} />
            <Route path="/history/:number" element={<VersionPage />} />
            <Route path="*" element={<NoSuchPage />} />
          </Routes>
        </Suspense>
      </AcceptancePathProvider>
    </NowProvider>
  );
}
