import type { Collector } from './collector.ts'
import { createSyslogTestMessage } from './syslog-message.ts'
import { openUdp } from './udp-listener.ts'

/** Syslog over UDP, one message a datagram (RFC 5426). */
export const syslogUdp: Collector = {
  type: 'syslog-udp',
  title: 'Syslog over UDP',
  wire: 'syslog',
  transport: 'udp',
  defaultPort: 5514,
  open: openUdp,
  testCommand: (address, port) => `logger --server ${address} --port ${port} --udp "hello from $(hostname)"`,
  testMessage(now) {
    const { text, query } = createSyslogTestMessage(now)
    return { bytes: Buffer.from(text), query }
  },
}
