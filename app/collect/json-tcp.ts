import type { Collector } from './collector.ts'
import { createMeasurementTestMessage, shownMeasurement } from './json-message.ts'
import { openTcp } from './tcp-listener.ts'

/** Values of streams over TCP, a JSON object a line. */
export const jsonTcp: Collector = {
  type: 'json-tcp',
  title: 'Values as JSON lines over TCP',
  wire: 'measurement',
  transport: 'tcp',
  defaultPort: 5600,
  open: openTcp,
  testCommand: (address, port) => `echo ${shownMeasurement} | nc -w1 ${address} ${port}`,
  testMessage(now) {
    const { text, query } = createMeasurementTestMessage(now)
    return { bytes: Buffer.from(`${text}\n`), query }
  },
}
