import type { Collector } from './collector.ts'
import { netflowUdp } from './netflow-udp.ts'
import { syslogTcp } from './syslog-tcp.ts'
import { syslogUdp } from './syslog-udp.ts'

/** Every way for telemetry to come in. Adding one: its file, its test, its line here (and its type in model/source.ts). */
export const collectors: readonly Collector[] = [syslogUdp, syslogTcp, netflowUdp]

export function findCollector(type: string): Collector | undefined {
  return collectors.find((collector) => collector.type === type)
}
