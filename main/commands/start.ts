import open from 'open'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { describeSource, startHeadless } from '../start.ts'

export interface StartFlags {
  home: string
  config?: string
  port?: number
  token?: string
  json?: boolean
  open?: boolean
  sample?: boolean
}

/** `vedette start`: serves until it is told to end. */
export async function start(flags: StartFlags): Promise<ExitCode> {
  const started = await startHeadless(flags)
  if (started.kind === 'failed') {
    if (flags.json) process.stdout.write(`${JSON.stringify({ error: started.message })}\n`)
    process.stderr.write(`vedette: ${started.message}\n`)
    return started.code
  }
  const { url, token, engine, close } = started
  // Before the line that says it is ready: whoever reads that may tell it to end at once.
  const told = untilToldToEnd()
  const sources = engine.sources.list().map(describeSource)
  if (flags.json) process.stdout.write(`${JSON.stringify({ url, token, home: engine.home.directory, pid: process.pid, sources })}\n`)
  else {
    for (const { id, type, address, port, state, message } of sources) {
      process.stdout.write(
        `  ${String(id)}: ${String(type)} on ${String(address)}:${String(port)} ${state === 'listening' ? '' : `(${String(message ?? state)})`}\n`,
      )
    }
    process.stdout.write(`Vedette serves its console at ${url}\nPress Ctrl+C to end.\n`)
  }
  if (flags.open && hasBrowser()) await open(url).catch(() => undefined)
  await told
  await close()
  return exitCodes.done
}

/** Without a display there is no browser to open; the printed address is enough. */
function hasBrowser(): boolean {
  // An empty variable names none.
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
}

function untilToldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    // Its terminal was closed, which both the system and `npm start` may tell: not an impatient second time.
    process.on('SIGHUP', () => resolve())
  })
}
