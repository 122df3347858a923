import { createSocket } from 'node:dgram'
import WebSocket from 'ws'
import type { ServerMessage } from '../../app/contract/protocol.ts'
import type { Pushes } from '../../app/contract/pushes.ts'
import { startConsole } from '../support/console-process.ts'
import { percentile, report, title } from '../support/report.ts'

const attackers = 200
/** More failures than any default limit of the brute-force detector. */
const failures = 12

/** Packet in → event at the window: from the datagram that tips a detector to the push that carries its event. */
export async function benchLatency(): Promise<void> {
  title('Event latency, datagram to window')
  const running = await startConsole()
  const socket = new WebSocket(new URL('/api/socket', running.url.replace('http', 'ws')), {
    headers: { authorization: `Bearer ${running.token}` },
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const seen = new Map<string, number>()
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ServerMessage
    if (message.kind !== 'push' || message.name !== 'events.changed') return
    for (const event of (message.value as Pushes['events.changed']).created) seen.set(event.entity.value, performance.now())
  })
  const udp = createSocket('udp4')
  const sentAt = new Map<string, number>()
  for (let n = 0; n < attackers; n += 1) {
    const address = `203.0.113.${n + 1}`
    for (let attempt = 0; attempt < failures; attempt += 1) {
      const time = new Date(Date.now() - (failures - attempt) * 100).toISOString()
      const line = `<38>1 ${time} web-${n} sshd 1 - - Failed password for root from ${address} port 4000${attempt % 10} ssh2`
      udp.send(line, running.port('syslog-udp'), '127.0.0.1')
      // The limit is ten failures: the tenth tips it.
      if (attempt === 9) sentAt.set(address, performance.now())
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const latencies = [...sentAt].flatMap(([address, at]) => {
    const arrived = [...seen].find(([entity]) => entity.includes(address))?.[1]
    return arrived === undefined ? [] : [arrived - at]
  })
  report({ name: 'p50', value: percentile(latencies, 0.5), unit: 'ms', note: `${latencies.length} of ${attackers} attacks` })
  report({ name: 'p99', value: percentile(latencies, 0.99), unit: 'ms' })
  udp.close()
  socket.close()
  await running.stop()
}
