import type { Collector } from './collector.ts'
import { createSyslogTestMessage } from './syslog-message.ts'
import { openTcp } from './tcp-listener.ts'

/** Syslog over TCP, octet-counted or newline-framed (RFC 6587). */
export const syslogTcp: Collector = {
  type: 'syslog-tcp',
  title: 'Syslog over TCP',
  wire: 'syslog',
  transport: 'tcp',
  defaultPort: 5514,
  open: openTcp,
  testCommand: (address, port) => `logger --server ${address} --port ${port} --tcp "hello from $(hostname)"`,
  testMessage(now) {
    const { text, query } = createSyslogTestMessage(now)
    return { bytes: Buffer.from(`${text}\n`), query }
  },
}
