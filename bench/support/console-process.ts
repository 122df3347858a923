import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Health } from '../../app/model/counters.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts'
import { spawnTethered } from './tethered.ts'

/** The product as it is started by anyone, in a process of its own, on a home that is deleted afterwards. */
export interface ConsoleProcess {
  pid: number
  home: string
  url: string
  token: string
  port(source: string): number
  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>>
  /** Sums of one kind over all sources. */
  totals(): Promise<{ received: number; stored: number; dropped: number }>
  stop(options?: { keep?: boolean }): Promise<void>
}

const config = `version: 1
sources:
  - { id: syslog-udp, type: syslog-udp, port: 0 }
  - { id: syslog-tcp, type: syslog-tcp, port: 0 }
  - { id: netflow, type: netflow-udp, port: 0 }
`

export async function startConsole(home = mkdtempSync(join(tmpdir(), 'vedette-bench-'))): Promise<ConsoleProcess> {
  writeFileSync(join(home, 'vedette.yml'), config)
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
  const child = spawnTethered(process.execPath, [cli, 'start', '--json', '--home', home], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ready = JSON.parse(await firstLine(child)) as { url: string; token: string; sources: { id: string; port: number }[] }
  const ask = async (name: string, input: unknown) => {
    const answer = await fetch(new URL(`/api/requests/${name}`, ready.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const body = (await answer.json()) as { kind: string; output: unknown; error?: { message: string } }
    if (body.kind !== 'response') throw new Error(`${name}: ${body.error?.message ?? 'failed'}`)
    return body.output
  }
  await ask('firstRun.finish', { detection: true, alerting: false })
  return {
    pid: child.pid ?? 0,
    home,
    url: ready.url,
    token: ready.token,
    port: (source) => ready.sources.find(({ id }) => id === source)?.port ?? 0,
    ask: ask as ConsoleProcess['ask'],
    totals: async () => sumSources((await ask('health.get', {})) as Health),
    stop: async ({ keep = false } = {}) => {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      if (!keep) rmSync(home, { recursive: true, force: true })
    },
  }
}

function sumSources(health: Health): { received: number; stored: number; dropped: number } {
  const totals = { received: 0, stored: 0, dropped: 0 }
  for (const source of health.counters.sources) {
    totals.received += source.received
    totals.stored += source.stored
    for (const count of Object.values(source.dropped)) totals.dropped += count
  }
  return totals
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the child has no standard output')
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the console ended with code ${String(code)} before it was ready`)))
  })
}

/** Waits until `wanted` records are stored, or nothing has come for two seconds. */
export async function untilQuiet(running: ConsoleProcess, wanted: number): Promise<{ stored: number; received: number; dropped: number }> {
  let last = await running.totals()
  let quiet = 0
  while (last.stored < wanted && quiet < 20) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const next = await running.totals()
    quiet = next.stored === last.stored && next.received === last.received ? quiet + 1 : 0
    last = next
  }
  return last
}
