import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  resolve: { conditions: ['@ringside/source', 'module', 'browser', 'production', 'import', 'default'] },
  build: { outDir: 'dist', target: 'es2022', reportCompressedSize: false, license: { fileName: 'licenses.md' } },
});
