import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,main,scripts,e2e}/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    reporters: process.env['CI'] ? ['default'] : ['dot'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
