import { beforeEach, describe, expect, it } from 'vitest'
import type { ClientMessage } from '../../app/contract/protocol.ts'
import { createConnection, type Connection } from '../connection.ts'
import type { OpenWire, WireListener } from '../wire.ts'
import { startConnection } from './connection.ts'
import { replaySample, startSample, useSample } from './sample.ts'
import { showStore, startSession, useSession } from './session.ts'

/** An engine at the other end of a wire in this process, which can be cut. */
function engine() {
  const asked: string[] = []
  let hasSample = true
  let listener: WireListener
  const answer = (message: ClientMessage) => {
    if (message.kind !== 'request') return
    const store = (message.input as { store?: string }).store
    asked.push(store === undefined ? message.name : `${message.name} ${store}`)
    const gone = store === 'sample' && !hasSample
    const output = message.name.startsWith('sample.') ? { kind: 'running', progress: 0 } : { sample: store === 'sample' }
    const reply = gone
      ? { kind: 'failure', id: message.id, error: { kind: 'unavailable', message: 'There is no SAMPLE store yet.' } }
      : { kind: 'response', id: message.id, output }
    queueMicrotask(() => listener.received(JSON.stringify(reply)))
  }
  const openWire: OpenWire = (next) => {
    listener = next
    next.opened()
    return { send: (text) => answer(JSON.parse(text) as ClientMessage), close: () => {} }
  }
  return {
    asked,
    openWire,
    cut: () => listener.ended({ kind: 'lost', message: 'gone' }),
    push: (name: string, value: unknown) => listener.received(JSON.stringify({ kind: 'push', name, value })),
    deleteSample: () => {
      hasSample = false
    },
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const stops: (() => void)[] = []
let connection: Connection

beforeEach(() => {
  for (const stop of stops.splice(0)) stop()
  useSession.setState({ hello: undefined, view: 'live', epoch: 0, problem: undefined })
  useSample.setState({ sample: undefined })
})

function start(openWire: OpenWire) {
  connection = createConnection(openWire)
  startConnection(connection)
  stops.push(startSample(), startSession(), () => connection.close())
}

async function reconnect(): Promise<void> {
  connection.retry()
  await expect.poll(() => connection.state().kind).toBe('open')
  await settled()
}

describe('a session', () => {
  it('greets the engine and lets everything be asked again', async () => {
    const { openWire, asked } = engine()
    start(openWire)
    await settled()
    expect(asked[0]).toBe('session.hello')
    expect(useSession.getState()).toMatchObject({ epoch: 1, view: 'live' })
  })

  it('takes up the SAMPLE store again on a new connection', async () => {
    const side = engine()
    start(side.openWire)
    await settled()
    await showStore('sample')
    expect(useSession.getState().view).toBe('sample')
    const { epoch } = useSession.getState()
    side.asked.length = 0
    side.cut()
    await reconnect()
    expect(side.asked[0]).toBe('session.view sample')
    expect(useSession.getState()).toMatchObject({ view: 'sample', epoch: epoch + 1 })
  })

  it('falls back to live where the SAMPLE store is gone', async () => {
    const side = engine()
    start(side.openWire)
    await settled()
    await showStore('sample')
    side.cut()
    side.deleteSample()
    await reconnect()
    expect(useSession.getState().view).toBe('live')
  })
})

describe('the SAMPLE store', () => {
  it('is left when another window deletes it', async () => {
    const side = engine()
    start(side.openWire)
    await settled()
    await showStore('sample')
    side.push('sample.changed', { kind: 'absent', progress: 0 })
    await settled()
    expect(useSession.getState().view).toBe('live')
  })

  it('is left while it is filled anew, then shown again', async () => {
    const side = engine()
    start(side.openWire)
    await settled()
    await showStore('sample')
    side.asked.length = 0
    await replaySample()
    expect(side.asked.filter((name) => name !== 'sample.state')).toEqual(['session.view live', 'sample.start', 'session.view sample'])
  })

  it('is asked for anew when another window begins it again', async () => {
    const side = engine()
    start(side.openWire)
    await settled()
    await showStore('sample')
    side.push('sample.changed', { kind: 'ready', progress: 1 })
    side.asked.length = 0
    side.push('sample.changed', { kind: 'running', progress: 0 })
    side.push('sample.changed', { kind: 'running', progress: 0.01 })
    side.push('sample.changed', { kind: 'running', progress: 0.02 })
    await settled()
    expect(side.asked.filter((name) => name.startsWith('session'))).toEqual(['session.view sample'])
  })
})
