import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The command line as a process of its own, straight from the sources. */
export const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface Ready {
  url: string
  token: string
  home: string
  pid: number
  sources: { id: string; type: string; state: string; address: string; port: number; error?: string; message?: string }[]
}

export interface Console {
  child: ChildProcess
  ready: Ready
  /** Everything it has said on standard error so far. */
  stderr: () => string
  portOf(source: string): number
  /** Asks one request of the contract over HTTP; the answer as it came. */
  request(name: string, input?: unknown): Promise<{ kind: string; output?: unknown; error?: { kind: string } }>
  /** Tells it to end, and waits until it has. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

export function runCommand(...args: string[]): Promise<Ended> {
  return runProgram(process.execPath, [cli, ...args])
}

export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const { cwd, env } = options
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { code: null, stdout: '', stderr: '' } as Ended
  child.stdout.on('data', (text: Buffer) => (ended.stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (ended.stderr += text.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...ended, code }))
  })
}

/** `vedette start --json` up to its line. */
export async function startConsole(home: string, ...args: string[]): Promise<Console> {
  const child = spawn(process.execPath, [cli, 'start', '--json', '--home', home, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', () => reject(new Error(`the console ended before it was ready: ${said}`)))
  })
  const ready = JSON.parse(line) as Ready
  return {
    child,
    ready,
    stderr: () => said,
    portOf: (source) => ready.sources.find(({ id }) => id === source)?.port ?? 0,
    async request(name, input = {}) {
      const answer = await fetch(new URL(`/api/requests/${name}`, ready.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      return (await answer.json()) as Awaited<ReturnType<Console['request']>>
    },
    end: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
        child.once('exit', (code) => resolve(code))
        child.kill(signal)
      }),
  }
}
