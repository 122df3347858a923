// What every npm script and `bin/vedette.mjs` go through. It runs before anything is installed, so it needs nothing
// but Node 18: install what is missing, build what is older than its sources, then go on under the bundled Node.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from './bootstrap/build.mjs'
import { handOver } from './bootstrap/child.mjs'
import { openDesktop } from './bootstrap/electron.mjs'
import { install } from './bootstrap/install.mjs'
import { findNode } from './bootstrap/node-binary.mjs'
import { PlainFailure, say } from './bootstrap/say.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const leash = pathToFileURL(join(root, 'scripts', 'bootstrap', 'leash.mjs')).href

/** @type {Record<string, (node: string, args: string[]) => Promise<number>>} */
const tasks = {
  start: (node, args) => openConsole(node, args, false),
  desktop: (node, args) => openConsole(node, args, true),
  demo: (node, args) => openConsole(node, ['--sample', ...args], false),
  headless: (node, args) => runBuilt(node, 'dist/headless.js', args),
  vedette: (node, args) => runBuilt(node, 'dist/cli.js', args),
  bench: (node, args) => runBuilt(node, 'bench/bench.ts', args),
  build: (node) => build(root, node).then(() => 0),
  package: (node, args) => runBuilt(node, 'node_modules/electron-builder/cli.js', args),
  test: (node, args) => run(node, 'scripts/test/test.mjs', args),
  check: (node) => run(node, 'scripts/test/test.mjs', ['types', 'lint', 'format', 'boundaries']),
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {boolean} asked for the desktop by name
 */
async function openConsole(node, args, asked) {
  await build(root, node)
  return (await openDesktop(root, node, { asked, args })) ?? run(node, 'dist/headless.js', args)
}

/**
 * @param {string} node
 * @param {string} script
 * @param {string[]} args
 */
async function runBuilt(node, script, args) {
  await build(root, node)
  return run(node, script, args)
}

/**
 * @param {string} node
 * @param {string} script
 * @param {string[]} args
 */
function run(node, script, args) {
  return handOver(node, ['--import', leash, join(root, script), ...args], { leash: true })
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runTask(name, args) {
  const task = tasks[name]
  // Whoever read our progress may be gone (`npm start 2>&1 | head`); what was started goes on.
  process.stderr.on('error', () => undefined)
  try {
    if (!task) throw new PlainFailure(`there is no task "${name}"; there are ${Object.keys(tasks).join(', ')}.`)
    await install(root)
    return await task(findNode(root) ?? process.execPath, args)
  } catch (error) {
    if (!isPlain(error)) throw error
    say(error.message)
    return 1
  }
}

/**
 * What the system refuses (a folder that is somebody else's, a full disk) is told as it says it, which names the place.
 * @param {unknown} error
 * @returns {error is Error}
 */
function isPlain(error) {
  return error instanceof PlainFailure || (error instanceof Error && 'syscall' in error)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = 'start', ...args] = process.argv.slice(2)
  process.exitCode = await runTask(name, args)
}
