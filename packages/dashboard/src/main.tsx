import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createSidecarClient } from '@ringside/api';
import { App } from './app.tsx';
import './style.css';

const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App client={createSidecarClient({ baseUrl: location.origin })} />
    </StrictMode>,
  );
}
