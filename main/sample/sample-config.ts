import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Listeners on free loopback ports, so that a sample never disturbs the analyst's own. */
const sampleConfig = `# The SAMPLE day's own settings; deleted with it.
version: 1
user: sample
sources:
  - { id: syslog-udp, type: syslog-udp, address: 127.0.0.1, port: 0, timezone: UTC }
  - { id: syslog-tcp, type: syslog-tcp, address: 127.0.0.1, port: 0, timezone: UTC }
  - { id: netflow, type: netflow-udp, address: 127.0.0.1, port: 0, timezone: UTC }
`

export function writeSampleConfig(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(join(directory, 'vedette.yml'), sampleConfig, { mode: 0o600 })
}
