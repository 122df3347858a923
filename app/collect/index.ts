import type { Collector, Opener } from './collector.ts'
import { jsonFile } from './json-file.ts'
import { jsonTcp } from './json-tcp.ts'
import { jsonUdp } from './json-udp.ts'
import { netflowUdp } from './netflow-udp.ts'
import { syslogTcp } from './syslog-tcp.ts'
import { syslogUdp } from './syslog-udp.ts'

/** Every way for telemetry to come in. Adding one: its file, its test, its line here (and its type in model/source.ts). */
export const collectors: readonly Collector[] = [syslogUdp, syslogTcp, netflowUdp, jsonUdp, jsonTcp]

/** What only streams open by themselves. */
const openers: readonly Opener[] = [...collectors, jsonFile]

export function findCollector(type: string): Opener | undefined {
  return openers.find((opener) => opener.type === type)
}
