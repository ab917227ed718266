/** How the site is built: relative paths throughout, so that `dist/` runs from any folder of a host. */
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * Writes the policy of `public/_headers` into the built page, for hosts that cannot send headers.
 * Build only: the dev server needs inline scripts and a web socket.
 */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml() {
      const headers = readFileSync(new URL('./public/_headers', import.meta.url), 'utf8');
      const policy = /Content-Security-Policy: (.+)/.exec(headers)?.[1];
      if (!policy) throw new Error('public/_headers has no Content-Security-Policy');
      // frame-ancestors in a meta element is ignored and logged as an error.
      const content = policy
        .split('; ')
        .filter((directive) => !directive.startsWith('frame-ancestors'))
        .join('; ');
      return [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content },
          injectTo: 'head-prepend',
        },
      ];
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2023',
    manifest: true,
    // Inlined files become data: addresses, which the policy does not allow for fonts and scripts.
    assetsInlineLimit: 0,
    // tfjs lives in the worker; the first screen's size is held by scripts/size.mjs.
    chunkSizeWarningLimit: 3000,
  },
  server: { port: 5173 },
});
