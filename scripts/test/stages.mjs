import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../bootstrap/build.mjs'
import { run } from '../bootstrap/child.mjs'
import { PlainFailure } from '../bootstrap/say.mjs'
import { browserHelp, findBrowser, installBrowser } from './browser.mjs'
import { countCheck, countPlaywright, countVitest, sum } from './counts.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {{ name: string, title: string, run: (root: string, say: (line: string) => void) => Promise<Counts> }} Stage
 */

const worlds = ['pure', 'node', 'bridge', 'dom', 'dom-test']
/** @param {string} root @param {...string} path */
const tool = (root, ...path) => join(root, 'node_modules', ...path)

/** In this order: what answers soonest comes first; integration tests start what was built. @type {Stage[]} */
export const stages = [
  {
    name: 'types',
    title: 'types, one world at a time',
    run: async (root, say) => {
      const tsc = tool(root, 'typescript', 'bin', 'tsc')
      const counts = []
      for (const world of worlds) counts.push(await check(root, say, [tsc, '-p', `tsconfig.${world}.json`]))
      return sum(counts)
    },
  },
  {
    name: 'lint',
    title: 'lint',
    run: (root, say) => check(root, say, [tool(root, 'eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']),
  },
  {
    name: 'format',
    title: 'format',
    run: (root, say) => check(root, say, [tool(root, 'prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']),
  },
  { name: 'boundaries', title: 'boundary laws', run: (root, say) => check(root, say, [join(root, 'scripts', 'check-boundaries.mjs')]) },
  { name: 'build', title: 'build', run: runBuild },
  { name: 'unit', title: 'unit and integration tests', run: runVitest },
  { name: 'browser', title: 'browser tests', run: runPlaywright },
]

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @param {string[]} args
 */
async function check(root, say, args) {
  const ending = await run(process.execPath, args, { cwd: root })
  const good = ending.kind === 'exited' && ending.code === 0
  if (!good) say(ending.output.trimEnd())
  return countCheck(good)
}

/** @type {Stage['run']} */
async function runVitest(root, say) {
  return withReport(async (file) => {
    const args = [tool(root, 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const ending = await run(process.execPath, args, { cwd: root, onOutput: (text) => process.stdout.write(text) })
    if (ending.kind === 'not_started') say(ending.message)
    return countVitest(readReport(file), ending.kind === 'exited' && ending.code === 0)
  })
}

/** @type {Stage['run']} */
async function runBuild(root, say) {
  try {
    await build(root, process.execPath)
    return countCheck(true)
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error
    say(error.message)
    return countCheck(false)
  }
}

/** @type {Stage['run']} */
async function runPlaywright(root, say) {
  const browser = findBrowser() ?? (await installBrowser(root, say))
  if (!browser) {
    say(browserHelp)
    return countCheck(false)
  }
  return withReport(async (file) => {
    const env = { ...process.env, VEDETTE_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    const args = [tool(root, '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json']
    const ending = await run(process.execPath, args, { cwd: root, env, onOutput: (text) => process.stdout.write(text) })
    if (ending.kind === 'not_started') say(ending.message)
    return countPlaywright(readReport(file), ending.kind === 'exited' && ending.code === 0)
  })
}

/** @param {(file: string) => Promise<Counts>} use */
async function withReport(use) {
  const place = mkdtempSync(join(tmpdir(), 'vedette-report-'))
  try {
    return await use(join(place, 'report.json'))
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** @param {string} file @returns {any} */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
