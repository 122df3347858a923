import { loggen as findLoggen, rsyslog, syslogNg } from '../support/debian-tools.ts'
import { startConsole, untilQuiet, type ConsoleProcess } from '../support/console-process.ts'
import { findHighestRate, type Trial } from '../support/highest-rate.ts'
import { cpuSeconds } from '../support/process-figures.ts'
import { report, skip, title } from '../support/report.ts'
import { sendSyslog } from '../support/syslog-load.ts'
import { makeAttack, makeLines, writeLines } from '../support/syslog-lines.ts'
import { runRsyslog, runSyslogNg, type Reference } from '../support/syslog-references.ts'
import type { Tool } from '../support/debian-tools.ts'

const ladders = {
  udp: [30_000, 45_000, 60_000, 75_000, 90_000, 105_000, 120_000],
  tcp: [60_000, 80_000, 100_000, 120_000, 150_000],
} as const

const attackers = 500

/** Sent → decoded, detected, stored and searchable, beside rsyslog and syslog-ng writing the same load to a file. */
export async function benchSyslog(options: { seconds: number }): Promise<void> {
  const loggen = findLoggen()
  if (loggen === undefined) return skip('syslog', 'loggen (syslog-ng-core) cannot be had here')
  const file = writeLines(makeLines(5000, Date.now()))
  for (const transport of ['udp', 'tcp'] as const) {
    title(`Syslog over ${transport.toUpperCase()}`)
    const references = await measureReferences(transport, loggen, file)
    const running = await startConsole()
    const found = await findHighestRate(ladders[transport], options.seconds, (rate, seconds) =>
      attempt(running, loggen, transport, file, rate, seconds),
    )
    if (found === undefined) skip(`held ${options.seconds} s without loss`, 'no rate was')
    else {
      for (const [index, reference] of references.entries()) {
        const name = index === 0 ? `held ${options.seconds} s without loss` : `  the same, against ${reference.name}`
        report({ name, value: found.rate, unit: 'records/s', baseline: { name: reference.name, value: reference.rate } })
      }
      if (references.length === 0) report({ name: `held ${options.seconds} s without loss`, value: found.rate, unit: 'records/s' })
      report({ name: 'CPU a million records', value: found.cpuSecondsAMillion, unit: 's' })
    }
    const burst = await attempt(running, loggen, transport, file, transport === 'udp' ? 120_000 : 200_000, 2)
    report({ name: '2-second burst: stored of sent', value: (100 * burst.stored) / burst.sent, unit: '%', note: `${burst.sent} sent` })
    await running.stop()
  }
  await benchAttack(loggen)
}

async function benchAttack(loggen: Tool): Promise<void> {
  title(`Failed logins of ${attackers} sources at once, over UDP`)
  const file = writeLines(makeAttack(50_000, attackers, Date.now()))
  const running = await startConsole()
  const trial = await attempt(running, loggen, 'udp', file, 30_000, 10)
  report({ name: '10 s: stored of sent', value: (100 * trial.stored) / trial.sent, unit: '%', note: `${trial.sent} sent` })
  report({ name: 'CPU a million records', value: (trial.cpuSeconds / trial.stored) * 1e6, unit: 's' })
  const { total } = await running.ask('events.search', { query: {}, limit: 1 })
  report({ name: 'events made of them', value: total, unit: 'events' })
  await running.stop()
}

async function attempt(
  running: ConsoleProcess,
  loggen: Tool,
  transport: 'udp' | 'tcp',
  file: string,
  rate: number,
  seconds: number,
): Promise<Trial> {
  const before = await running.totals()
  const cpu = cpuSeconds(running.pid)
  const { sent } = await sendSyslog(loggen, { transport, port: running.port(`syslog-${transport}`), file, seconds, rate })
  const after = await untilQuiet(running, before.stored + sent)
  const stored = after.stored - before.stored
  return { lossless: stored >= sent, sent, stored, cpuSeconds: cpuSeconds(running.pid) - cpu }
}

async function measureReferences(transport: 'udp' | 'tcp', loggen: Tool, file: string): Promise<{ name: string; rate: number }[]> {
  const measured: { name: string; rate: number }[] = []
  const candidates: [string, Tool | undefined, Reference][] = [
    ['syslog-ng → file', syslogNg(), runSyslogNg],
    ['rsyslog → file', rsyslog(), runRsyslog],
  ]
  for (const [name, tool, run] of candidates) {
    if (tool === undefined) {
      skip(name, 'the package cannot be had here')
      continue
    }
    const rate = await run(tool, transport, (port, wanted, seconds) => sendSyslog(loggen, { transport, port, file, seconds, rate: wanted }))
    measured.push({ name, rate })
    report({ name: `${name}, highest rate held 5 s without loss`, value: rate, unit: 'lines/s' })
  }
  return measured
}
