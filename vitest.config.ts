import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,main,scripts,e2e}/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    reporters: process.env['CI'] ? ['default'] : ['dot'],
    // Engines and command lines that tests start run from the sources: this halves what starting one costs.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('./node_modules/.cache/vedette-tests', import.meta.url)) },
    // A bound for what hangs, not a measure: many tests start whole engines, and machines are shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
