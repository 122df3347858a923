import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { run } from './child.mjs'
import { decideInstall, missingForMachine, pickErrors } from './install-decision.mjs'
import { bundledNode, findNode } from './node-binary.mjs'
import { note } from './note.mjs'
import { PlainFailure, say } from './say.mjs'

/**
 * Brings node_modules to what the lockfile says; does nothing, and uses no network, when it is.
 * @param {string} root
 */
export async function install(root) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const stampFile = join(root, 'node_modules', '.vedette-install.json')
  const current = { lock: createHash('sha256').update(lockText).digest('hex'), platform: `${process.platform}-${process.arch}` }
  const stamp = readJson(stampFile)
  // The stamp alone answers a second start: npm's own note is 300 kB of JSON to read and compare.
  const installed = stamp?.lock === current.lock ? {} : readJson(join(root, 'node_modules', '.package-lock.json'))
  const decision = decideInstall({
    lockHash: current.lock,
    platform: current.platform,
    stamp,
    lock: JSON.parse(lockText),
    installed,
    machine: thisMachine,
    nodeRuns: findNode(root) !== undefined,
  })
  if (decision.kind === 'current') return
  if (decision.kind === 'install') await installAll(root, decision.reason)
  linkCommand(root)
  note(stampFile, JSON.stringify(current))
}

/**
 * @param {string} root
 * @param {string} reason
 */
async function installAll(root, reason) {
  say(`installing packages: ${reason} (half a minute or so, once)`)
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const heartbeat = setInterval(() => say(`still installing, ${seconds()} s`), 15_000)
  try {
    await installUnder(root, process.execPath)
    const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
    if (missingForMachine(readJson(join(root, 'package-lock.json')), installed, thisMachine()).length > 0) await installAgain(root)
  } finally {
    clearInterval(heartbeat)
  }
  if (!findNode(root)) {
    throw new PlainFailure(
      `the bundled Node does not run on ${process.platform}-${process.arch}. Install Node 24 or newer, then try again.`,
    )
  }
  say(`packages installed in ${seconds()} s`)
}

/**
 * @param {string} root
 * @param {string} node
 */
async function installUnder(root, node) {
  // Without scripts no package may ask for a compiler or Python. `node` is the one whose script is needed:
  // it places the binary of this platform.
  await npm(root, node, ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])
  await npm(root, node, ['rebuild', 'node'])
}

/**
 * Under the Node that the first round brought: a copy of it, since installing empties node_modules.
 * @param {string} root
 */
async function installAgain(root) {
  say(`Node ${process.versions.node} is too old for some packages; installing them under the bundled one`)
  const place = join(root, '.vedette', 'node-for-install')
  mkdirSync(place, { recursive: true })
  const node = join(place, basename(bundledNode(root)))
  copyFileSync(bundledNode(root), node)
  try {
    await installUnder(root, node)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function thisMachine() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {})
  const libc = process.platform === 'linux' ? (report.header?.glibcVersionRuntime ? 'glibc' : 'musl') : ''
  return { os: process.platform, cpu: process.arch, libc }
}

/**
 * @param {string} root
 * @param {string} node what npm runs under
 * @param {string[]} args
 */
async function npm(root, node, args) {
  // npm tells its scripts where it lies; without that, the one on the PATH (a .cmd on Windows, hence the shell).
  const script = process.env['npm_execpath']
  const own = script !== undefined && /npm-cli\.c?js$/.test(script) && existsSync(script)
  // Windows spells it Path.
  const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const env = {
    ...process.env,
    [path]: `${dirname(node)}${delimiter}${process.env[path] ?? ''}`,
    NODE_ENV: 'development',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  }
  const ending = own
    ? await run(node, [script, ...args], { cwd: root, env })
    : await run('npm', args, { cwd: root, env, shell: process.platform === 'win32' })
  if (ending.kind === 'exited' && ending.code === 0) return
  const log = join(root, '.vedette', 'install.log')
  const kept = note(log, ending.output) ? `The whole output is in ${log}. ` : ''
  const what =
    ending.kind === 'not_started'
      ? `could not be started (${ending.message})`
      : `ended with code ${'code' in ending ? ending.code : 'none'}`
  throw new PlainFailure(
    `installing failed: "npm ${args.join(' ')}" ${what}.\n${pickErrors(ending.output)}\n${kept}Installing needs the npm registry once; everything later works offline.`,
  )
}

/**
 * `npx vedette` in the checkout finds the command without asking the registry.
 * @param {string} root
 */
function linkCommand(root) {
  const place = join(root, 'node_modules', '.bin')
  const link = join(place, 'vedette')
  if (existsSync(link)) return
  mkdirSync(place, { recursive: true })
  rmSync(link, { force: true })
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, '@node "%~dp0..\\..\\bin\\vedette.mjs" %*\r\n')
  else symlinkSync(join('..', '..', 'bin', 'vedette.mjs'), link)
}

/** @param {string} file @returns {any} */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
