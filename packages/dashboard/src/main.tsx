import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { dashboardClient } from './live/client.ts';
import './style.css';

const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App connect={dashboardClient} isPrivate={isSecureContext} />
    </StrictMode>,
  );
}
