import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * @typedef {{ kind: 'exited', code: number, output: string } | { kind: 'timed_out', output: string } | { kind: 'not_started', message: string, output: string }} Ending
 */

/** More than enough for a person to see why a step failed. */
const keptOutput = 64_000
/** A step that is told to end and has not by then is ended. Milliseconds, less than the leash gives. */
const endsWithin = 2500
/** @type {NodeJS.Signals[]} */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a step and keeps the end of what it said.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, shell?: boolean, onOutput?: (text: string) => void }} [options] `timeout` in ms
 * @returns {Promise<Ending>}
 */
export function run(command, args, options = {}) {
  return new Promise((settle) => {
    let output = ''
    let timedOut = false
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own on POSIX, so that a time-out also ends what the step started.
      detached: process.platform !== 'win32',
    })
    const keep = (/** @type {Buffer} */ chunk) => {
      const text = chunk.toString('utf8')
      output = (output + text).slice(-keptOutput)
      options.onOutput?.(text)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = () => endTree(child.pid, 'SIGKILL')
    const timer = options.timeout === undefined ? undefined : setTimeout(() => ((timedOut = true), end()), options.timeout)
    process.once('exit', end)
    const forget = endWith(child)
    const finish = (/** @type {Ending} */ ending) => {
      clearTimeout(timer)
      process.removeListener('exit', end)
      forget()
      settle(ending)
    }
    child.once('error', (error) => finish({ kind: 'not_started', message: error.message, output }))
    child.once('close', (code, signal) => {
      if (timedOut) return finish({ kind: 'timed_out', output })
      finish({ kind: 'exited', code: code ?? signalCode(signal), output })
    })
  })
}

/**
 * Told to end (Ctrl+C, a closed terminal), the step ends first and then this process, the way it was told. Without this
 * an install or a test run would go on by itself: in a group of its own it hears nothing of the terminal.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} forgets the step
 */
function endWith(child) {
  let told = false
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    endTree(child.pid, told ? 'SIGKILL' : signal)
    if (told) return
    told = true
    setTimeout(() => endTree(child.pid, 'SIGKILL'), endsWithin).unref()
    child.once('exit', () => {
      forget()
      // What a step left behind in its group ends as well.
      endTree(child.pid, 'SIGKILL')
      process.kill(process.pid, signal)
    })
  }
  const forget = () => endSignals.forEach((signal) => process.removeListener(signal, pass))
  for (const signal of endSignals) process.on(signal, pass)
  return forget
}

/**
 * Hands the terminal over to a child and ends as it ends. The IPC channel is the leash: when this process is killed
 * without a chance to pass it on, `leash.mjs` in the child sees the channel close and ends too.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, leash?: boolean, onStderr?: (text: string) => void }} [options]
 * @returns {Promise<number>} exit code
 */
export function handOver(command, args, options = {}) {
  return new Promise((settle, fail) => {
    const stderr = options.onStderr ? 'pipe' : 'inherit'
    const child = spawn(command, args, {
      env: options.env ?? process.env,
      stdio: options.leash ? ['inherit', 'inherit', stderr, 'ipc'] : ['inherit', 'inherit', stderr],
    })
    child.stderr?.on('data', (chunk) => {
      process.stderr.write(chunk)
      options.onStderr?.(chunk.toString('utf8'))
    })
    // Ctrl+C reaches the child by itself: the terminal sends it to the whole group, and twice would mean "at once".
    const byTerminal = (/** @type {string} */ signal) => signal === 'SIGINT' && process.stdin.isTTY
    const passOn = endSignals.map((signal) => /** @type {const} */ ([signal, () => void (byTerminal(signal) || child.kill(signal))]))
    for (const [signal, listener] of passOn) process.on(signal, listener)
    child.once('error', fail)
    child.once('exit', (code, signal) => {
      for (const [name, listener] of passOn) process.removeListener(name, listener)
      settle(code ?? signalCode(signal))
    })
  })
}

/** @param {NodeJS.Signals | null} signal the shell's convention: 128 + number */
function signalCode(signal) {
  return signal === null ? 1 : 128 + (constants.signals[signal] ?? 0)
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function endTree(pid, signal) {
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    else process.kill(-pid, signal)
  } catch {
    // It had ended by itself.
  }
}
