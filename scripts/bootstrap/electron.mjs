import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { handOver, run } from './child.mjs'
import { decideDesktop, decideFetch, readFailure } from './electron-decision.mjs'
import { note } from './note.mjs'
import { say } from './say.mjs'

/** Bound on the download, in ms: 120 MB on a slow line takes longer, and `npm run desktop` gives it more. */
const fetchTimeout = { once: 60_000, asked: 600_000 }
/** An Electron that ends later than this after its start was running, in ms. */
const startWindow = 15_000

/**
 * Opens the desktop window and stays with it, where that is possible here.
 * @param {string} root
 * @param {string} node
 * @param {{ asked: boolean, args: string[] }} options `asked`: the desktop by name, not by default
 * @returns {Promise<number | undefined>} exit code; `undefined` where the desktop cannot run, after saying why
 */
export async function openDesktop(root, node, { asked, args }) {
  const before = decideDesktop({ ...readFacts(root), binary: true })
  if (before.kind === 'impossible') return refuse(before)
  await fetchBinary(root, node, asked)
  const decision = decideDesktop(readFacts(root))
  if (decision.kind === 'impossible') return refuse(decision)
  let output = ''
  const started = Date.now()
  const code = await handOver(electronBinary(root) ?? '', [root, ...args], {
    env: desktopEnvironment(),
    onStderr: (text) => (output = (output + text).slice(-16_000)),
  })
  const failure = Date.now() - started < startWindow ? readFailure(output, code) : undefined
  return failure?.kind === 'impossible' ? refuse(failure) : code
}

/** @param {{ reason: string, remedy: string }} decision */
function refuse({ reason, remedy }) {
  say(`no desktop window here: ${reason}; to have it, ${remedy}. Serving the console in the browser instead.`)
  return undefined
}

/**
 * @param {string} root
 * @param {string} node
 * @param {boolean} asked
 */
async function fetchBinary(root, node, asked) {
  const memoryFile = join(root, '.vedette', 'electron-fetch.json')
  const version = readJson(join(root, 'node_modules', 'electron', 'package.json'))?.version
  const binary = electronBinary(root) !== undefined
  if (!decideFetch({ binary, version, memory: readJson(memoryFile), asked })) return
  const timeout = asked ? fetchTimeout.asked : fetchTimeout.once
  say(`fetching Electron ${version} (at most ${timeout / 1000} s)`)
  const ending = await run(node, [join(root, 'node_modules', 'electron', 'install.js')], { cwd: root, timeout })
  if (electronBinary(root)) return rmSync(memoryFile, { force: true })
  const reason = ending.kind === 'timed_out' ? `no answer in ${timeout / 1000} s` : (ending.output.trim().split('\n')[0] ?? 'failed')
  say(`Electron could not be fetched: ${reason}`)
  note(memoryFile, JSON.stringify({ version, reason }))
}

/**
 * Where Electron's own installer put the binary; it leaves the name beside it in path.txt.
 * @param {string} root
 */
export function electronBinary(root) {
  const place = join(root, 'node_modules', 'electron')
  const name = readText(join(place, 'path.txt'))
  if (!name) return undefined
  const binary = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(place, 'dist'), name)
  return existsSync(binary) ? binary : undefined
}

/** @param {string} root */
function readFacts(root) {
  const helper = join(root, 'node_modules', 'electron', 'dist', 'chrome-sandbox')
  const helperStat = existsSync(helper) ? statSync(helper) : undefined
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    display: Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']),
    binary: electronBinary(root) !== undefined,
    suidHelper: helperStat !== undefined && helperStat.uid === 0 && (helperStat.mode & 0o4001) === 0o4001,
    usernsClone: readText('/proc/sys/kernel/unprivileged_userns_clone'),
    apparmorRestricts: readText('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    maxUserns: readText('/proc/sys/user/max_user_namespaces'),
  }
}

function desktopEnvironment() {
  const environment = { ...process.env }
  // It would turn Electron into a plain Node that opens no window; editors' terminals set it.
  delete environment['ELECTRON_RUN_AS_NODE']
  return environment
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** @param {string} file @returns {any} */
function readJson(file) {
  const text = readText(file)
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
