import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** Workers are found by name beside the bundles (`app/pipeline/thread-entry.ts`). */
const threads = (/** @type {string} */ root) => readdirSync(join(root, 'app', 'pipeline')).filter((file) => file.endsWith('-thread.ts'))

/**
 * What Node runs: every entry and its shared chunks, flat in one folder, so that paths relative to
 * `import.meta.url` mean the same in each of them. Packages stay in node_modules.
 * @param {string} root
 * @param {string} outDir
 */
export async function buildNodeBundles(root, outDir) {
  /** @type {Record<string, string>} */
  const entries = {
    headless: 'main/headless.ts',
    cli: 'main/cli.ts',
    'desktop-main': 'main/desktop/main.ts',
    'desktop-engine': 'main/desktop/engine-entry.ts',
    client: 'app/client/index.ts',
  }
  const missing = Object.values(entries).filter((file) => !existsSync(join(root, file)))
  if (missing.length > 0) throw new Error(`nothing to build at ${missing.join(', ')}`)
  for (const file of threads(root)) entries[`threads/${file.slice(0, -3)}`] = `app/pipeline/${file}`
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)]))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        external: ['electron'],
        output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  })
}

/**
 * What other people's compilers read beside `client.js`.
 * @param {string} root
 * @param {string} outDir
 */
export function buildClientTypes(root, outDir) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.client.json'), '--outDir', outDir], { stdio: 'inherit' })
}

/**
 * The preload runs in the renderer's sandbox, where there is one file, CommonJS, and no Node.
 * @param {string} root
 * @param {string} outDir
 */
export async function buildPreload(root, outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'chrome140',
      outDir,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(root, 'main', 'desktop', 'preload.ts'), formats: ['cjs'], fileName: () => 'desktop-preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  })
}

/**
 * @param {string} root
 * @param {string} outDir
 */
export async function buildWindow(root, outDir) {
  await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}
