import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const pureRooms = ['model', 'contract', 'normalize', 'enrich', 'detect', 'decide'].map((room) => `app/${room}/**/*.ts`)

/** Clock and chance are handed in, so that the same records give the same observations every time. */
const injected = [
  {
    selector: `MemberExpression[object.name='Date'][property.name='now']`,
    message: 'Pure rooms have no clock: take the time as an argument.',
  },
  { selector: `NewExpression[callee.name='Date'][arguments.length=0]`, message: 'Pure rooms have no clock: take the time as an argument.' },
  { selector: `CallExpression[callee.name='Date']`, message: 'Pure rooms have no clock: take the time as an argument.' },
  {
    selector: `MemberExpression[object.name='Math'][property.name='random']`,
    message: 'Pure rooms have no randomness: take it as an argument.',
  },
]
const hostGlobals = [
  'Buffer',
  'process',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'window',
  'document',
  'fetch',
]

export default defineConfig(
  globalIgnores(['**/*.d.ts', 'dist', 'release', 'test-results', 'playwright-report', 'coverage']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.node.json', 'tsconfig.bridge.json', 'tsconfig.dom.json', 'tsconfig.dom-test.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'it', 'describe'], package: 'node:test' }] },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      'no-console': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  {
    files: pureRooms,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...injected],
      'no-restricted-globals': ['error', ...hostGlobals.map((name) => ({ name, message: 'Pure rooms know no host: it is handed in.' }))],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      // About what the React Compiler cannot memoize; nothing is compiled with it here.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'dangerouslySetInnerHTML', message: 'Telemetry is hostile text: React escapes it.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: `JSXAttribute[name.name='dangerouslySetInnerHTML']`, message: 'Telemetry is hostile text: React escapes it.' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'console',
          'process',
          'Buffer',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'performance',
          'fetch',
          'AbortSignal',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } },
  },
)
