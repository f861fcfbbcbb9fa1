import ReactDOM from 'react-dom/client';
import '@backstage/ui/css/styles.css';
import { createPortal } from './App';

ReactDOM.createRoot(document.getElementById('root')!).render(createPortal());
