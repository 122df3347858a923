import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startConsole, untilQuiet, type ConsoleProcess } from '../support/console-process.ts'
import { nfcapd, type Tool } from '../support/debian-tools.ts'
import { sendFlows } from '../support/flow-load.ts'
import { findFreePort } from '../support/free-port.ts'
import { findHighestRate, type Trial } from '../support/highest-rate.ts'
import { cpuSeconds } from '../support/process-figures.ts'
import { report, skip, title } from '../support/report.ts'
import { spawnTethered } from '../support/tethered.ts'

const ladder = [40_000, 60_000, 80_000, 100_000, 120_000, 150_000, 200_000]

/** NetFlow v9 → stored flows, beside nfcapd writing the same packets to its files. */
export async function benchFlows(options: { seconds: number }): Promise<void> {
  title('NetFlow v9 over UDP')
  const tool = nfcapd()
  const reference = tool === undefined ? undefined : await measureNfcapd(tool)
  if (reference === undefined) skip('nfcapd', 'the package cannot be had here')
  else report({ name: 'nfcapd, flows kept of 400 k/s sent for 5 s', value: reference, unit: 'flows/s' })
  const running = await startConsole()
  const found = await findHighestRate(ladder, options.seconds, (rate, seconds) => attempt(running, rate, seconds))
  if (found === undefined) skip(`held ${options.seconds} s without loss`, 'no rate was')
  else {
    const baseline = reference === undefined ? undefined : { name: 'nfcapd', value: reference }
    report({ name: `held ${options.seconds} s without loss`, value: found.rate, unit: 'flows/s', baseline })
    report({ name: 'CPU a million flows', value: found.cpuSecondsAMillion, unit: 's' })
  }
  const burst = await attempt(running, 250_000, 2)
  report({ name: '2-second burst: stored of sent', value: (100 * burst.stored) / burst.sent, unit: '%', note: `${burst.sent} sent` })
  await running.stop()
}

async function attempt(running: ConsoleProcess, rate: number, seconds: number): Promise<Trial> {
  const before = await running.totals()
  const cpu = cpuSeconds(running.pid)
  const { sent } = await sendFlows({ port: running.port('netflow'), rate, seconds })
  const after = await untilQuiet(running, before.stored + sent)
  const stored = after.stored - before.stored
  return { lossless: stored >= sent, sent, stored, cpuSeconds: cpuSeconds(running.pid) - cpu }
}

/** nfcapd prints, at its end, how many flows it took; more are sent than we could ever take. */
async function measureNfcapd(tool: Tool): Promise<number | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-nfcapd-'))
  const port = await findFreePort('udp')
  const child = spawnTethered(tool.path, ['-b', '127.0.0.1', '-p', String(port), '-w', directory, '-B', '33554432'], { env: tool.env })
  let output = ''
  child.stdout?.on('data', (bytes: Buffer) => (output += bytes.toString()))
  child.stderr?.on('data', (bytes: Buffer) => (output += bytes.toString()))
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const { seconds } = await sendFlows({ port, rate: 400_000, seconds: 5 })
  await new Promise((resolve) => setTimeout(resolve, 500))
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  rmSync(directory, { recursive: true, force: true })
  const flows = /Flows: (\d+)/.exec(output)?.[1]
  return flows === undefined ? undefined : Number(flows) / seconds
}
