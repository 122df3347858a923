import { createSocket } from 'node:dgram'
import { createConnection, type Socket as TcpSocket } from 'node:net'
import type { Engine } from '../../app/engine.ts'
import type { SampleDay, SampleMessage } from './day.ts'

/**
 * The day passes in steps: what is sent within one reaches the engine over three sockets in no certain order, so a
 * step must be short against everything a detector measures, and is over only when all of it has arrived.
 */
const step = 60_000
const stepPause = 8
/** A datagram that is lost is waited for no longer than this. */
const stepPatience = 1000
/** Messages sent at a go before waiting: UDP has no other brake than ours. */
const burst = 200
const burstPause = 4

export interface DeliveryOptions {
  signal: AbortSignal
  onProgress: (fraction: number) => void
}

/** Sends the day to the engine's own listeners, in order, and waits until all of it is stored. */
export async function deliverDay(day: SampleDay, engine: Engine, { signal, onProgress }: DeliveryOptions): Promise<void> {
  const ports = boundPorts(engine)
  const udp = createSocket('udp4')
  const tcp = await connect(ports['syslog-tcp'])
  let sent = 0
  let reported = 0
  let stepEnd = 0
  try {
    for (const message of day.messages) {
      if (signal.aborted) return
      if (message.time >= stepEnd) {
        await arrive(engine, sent)
        stepEnd = message.time + step
      }
      await send(message)
      sent += 1
      if (sent % burst === 0) await sleep(burstPause)
      const fraction = sent / day.messages.length
      if (fraction - reported >= 0.01) onProgress((reported = fraction))
    }
  } finally {
    await new Promise<void>((resolve) => tcp.end(() => resolve()))
    udp.close()
  }
  await arrive(engine, sent)
  await engine.corridor.flush(true)

  function send(message: SampleMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      if (message.via === 'syslog-tcp') tcp.write(Buffer.concat([message.bytes, Buffer.from('\n')]), done)
      else udp.send(message.bytes, ports[message.via], '127.0.0.1', done)
    })
  }
}

function boundPorts(engine: Engine): Record<SampleMessage['via'], number> {
  const portOf = (type: SampleMessage['via']) => {
    const status = engine.sources.list().find(({ source }) => source.type === type)
    if (status?.state.kind !== 'listening') throw new Error(`the sample's ${type} listener is not open`)
    return status.state.port
  }
  return { 'syslog-udp': portOf('syslog-udp'), 'syslog-tcp': portOf('syslog-tcp'), 'netflow-udp': portOf('netflow-udp') }
}

function connect(port: number): Promise<TcpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Waits until everything sent has been received: loopback is quick, but a datagram on its way is in no counter yet. */
async function arrive(engine: Engine, sent: number): Promise<void> {
  const patience = performance.now() + stepPatience
  await sleep(stepPause)
  while ((await engine.corridor.settleIntake()) < sent && performance.now() < patience) await sleep(2)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
