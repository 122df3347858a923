import type { Collector } from './collector.ts'
import { createMeasurementTestMessage, shownMeasurement } from './json-message.ts'
import { openUdp } from './udp-listener.ts'

/** Values of streams over UDP, a JSON object a datagram. */
export const jsonUdp: Collector = {
  type: 'json-udp',
  title: 'Values as JSON over UDP',
  wire: 'measurement',
  transport: 'udp',
  defaultPort: 5600,
  open: openUdp,
  testCommand: (address, port) => `echo ${shownMeasurement} | nc -u -w1 ${address} ${port}`,
  testMessage(now) {
    const { text, query } = createMeasurementTestMessage(now)
    return { bytes: Buffer.from(text), query }
  },
}
