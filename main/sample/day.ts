import { makeAttackFlows } from './attack-flows.ts'
import type { SampleFlow } from './flow.ts'
import { makeLines } from './logs.ts'
import { NetflowExporter } from './netflow-exporter.ts'
import { attackers, day, minute } from './office.ts'
import { makeOrdinaryFlows } from './ordinary-flows.ts'
import { Random } from './random.ts'

export interface SampleMessage {
  /** When its sender would have sent it; milliseconds. */
  time: number
  via: 'syslog-udp' | 'syslog-tcp' | 'netflow-udp'
  bytes: Uint8Array
}

export interface Planted {
  name: string
  anomaly_type: string
  /** Part of the event's entity. */
  entity: string
}

export interface SampleDay {
  messages: readonly SampleMessage[]
  planted: readonly Planted[]
}

export const planted: readonly Planted[] = [
  { name: 'Port scan of the web server', anomaly_type: 'port_scan', entity: attackers.scanner },
  { name: 'Brute force of logins that succeeds', anomaly_type: 'authentication_success_after_failures', entity: attackers.bruteForcer },
  { name: 'Beacon from a workstation', anomaly_type: 'beaconing', entity: attackers.beaconServer },
  { name: 'Exfiltration of three gigabytes', anomaly_type: 'unusual_volume', entity: attackers.exfiltrator },
]

/**
 * A day of a small office, made from a seed: the 24 hours of UTC before the midnight that precedes `end`, so that the
 * hours of the day are those of the story. The same seed and day give the same bytes.
 */
export function createSampleDay({ seed, end }: { seed: number; end: number }): SampleDay {
  const random = new Random(seed)
  const start = Math.floor(end / day) * day - day
  const flows = [...makeOrdinaryFlows(start, random), ...makeAttackFlows(start, random)]
  const lines = makeLines(start, random).map(({ time, via, text }): SampleMessage => ({ time, via, bytes: Buffer.from(text) }))
  const messages = [...lines, ...exportFlows(flows, start)].sort((a, b) => a.time - b.time)
  return { messages, planted }
}

/** The gateway exports what has ended, once a minute. */
function exportFlows(flows: SampleFlow[], start: number): SampleMessage[] {
  const exporter = new NetflowExporter(start - 30 * day)
  const byMinute = new Map<number, SampleFlow[]>()
  for (const flow of flows.sort((a, b) => a.end - b.end)) {
    const time = Math.ceil(flow.end / minute) * minute
    const ended = byMinute.get(time)
    if (ended === undefined) byMinute.set(time, [flow])
    else ended.push(flow)
  }
  return [...byMinute].flatMap(([time, ended]) =>
    exporter.export(ended, time).map((bytes): SampleMessage => ({ time, via: 'netflow-udp', bytes })),
  )
}
