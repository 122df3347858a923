import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Host, HostOptions } from './host.ts'
import { untilEnded } from './ending.ts'
import { dist } from './paths.ts'

/** The one line that `vedette start --json` prints. */
export interface ReadyLine {
  url: string
  token: string
  pid: number
}

export interface HeadlessHost extends Host {
  ready: ReadyLine
  kill(): Promise<void>
}

/** Starts the engine and its loopback console; the window is not open yet. */
export async function startHeadless({ home, sample, port = '0' }: Omit<HostOptions, 'browser'> & { port?: string }) {
  const args = [dist('cli.js'), 'start', '--home', home, '--port', port, '--json', ...(sample ? ['--sample'] : [])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const first = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`vedette start ended with code ${code} before it was ready`)))
  })
  return { child, ready: JSON.parse(first) as ReadyLine }
}

export async function openHeadless(options: HostOptions): Promise<HeadlessHost> {
  const { child, ready } = await startHeadless(options)
  const context = await options.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(ready.url)
  return {
    name: 'headless',
    page,
    ready,
    enginePid: () => Promise.resolve(ready.pid),
    async ask(name, input) {
      const response = await fetch(new URL(`/api/requests/${name}`, ready.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const answer = (await response.json()) as { kind: string; output: never; error?: unknown }
      if (answer.kind !== 'response') throw new Error(`${name}: ${JSON.stringify(answer.error ?? answer)}`)
      return answer.output
    },
    async kill() {
      child.kill('SIGKILL')
      await untilEnded(child)
    },
    async close() {
      await context.close()
      child.kill('SIGTERM')
      return untilEnded(child)
    },
  }
}
