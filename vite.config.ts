import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Builds the window: `renderer/` → `dist/window/`. Paths stay relative, since the desktop serves it from
 * its own scheme and the headless host from a port nobody knows beforehand. Nothing is inlined as a data:
 * address, because the content policy is `default-src 'self'`.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: false,
  plugins: [react()],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
  },
})
