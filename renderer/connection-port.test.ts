import { describe, expect, it } from 'vitest'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { DesktopBridge, EngineState } from '../app/contract/desktop-bridge.ts'
import { createConnection } from './connection.ts'
import { overPort } from './connection-port.ts'

/** The preload's side: text through a real MessagePort, replaced when the engine is started again. */
function preload() {
  let port: MessagePort | undefined
  let state: EngineState = { kind: 'down', message: 'The engine is starting.' }
  const messages = new Set<(text: string) => void>()
  const engines = new Set<(state: EngineState) => void>()
  const become = (next: EngineState) => {
    state = next
    for (const listener of [...engines]) listener(next)
  }
  const bridge: DesktopBridge = {
    platform: 'linux',
    send: (text) => port?.postMessage(text),
    onMessage: (listener) => {
      messages.add(listener)
      return () => void messages.delete(listener)
    },
    onEngine: (listener) => {
      engines.add(listener)
      listener(state)
      return () => void engines.delete(listener)
    },
    chooseFiles: async () => [],
    onOpenEvent: () => () => {},
  }
  return {
    bridge,
    listeners: () => messages.size + engines.size,
    engineUp: (answer: (text: string) => string | undefined) => {
      const { port1, port2 } = new MessageChannel()
      port = port1
      port1.on('message', (text: string) => messages.forEach((listener) => listener(text)))
      port2.on('message', (text: string) => {
        const reply = answer(text)
        if (reply !== undefined) port2.postMessage(reply)
      })
      become({ kind: 'up' })
      return () => port1.close()
    },
    engineDown: () => {
      port?.close()
      port = undefined
      become({ kind: 'down', message: 'The engine ended and is being started again.' })
    },
  }
}

const echo = (text: string) => JSON.stringify({ kind: 'response', id: JSON.parse(text).id, output: { ok: true } })

describe('a connection over the desktop’s port', () => {
  it('waits for the engine process, then answers', async () => {
    const side = preload()
    const connection = createConnection(overPort(side.bridge))
    const answer = connection.send('session.hello', {})
    expect(connection.state().kind).toBe('connecting')
    const stop = side.engineUp(echo)
    expect(await answer).toEqual({ kind: 'ok', output: { ok: true } })
    connection.close()
    expect(side.listeners()).toBe(0)
    stop()
  })

  it('fails what an engine took down with it and speaks to the next one', async () => {
    const side = preload()
    side.engineUp(() => undefined)
    const connection = createConnection(overPort(side.bridge))
    const answer = connection.send('session.hello', {})
    await Promise.resolve()
    side.engineDown()
    expect(await answer).toMatchObject({
      kind: 'failed',
      error: { kind: 'unavailable', message: expect.stringContaining('started again') },
    })
    const stop = side.engineUp(echo)
    await new Promise<void>((resolve) => connection.onState((state) => state.kind === 'open' && resolve()))
    expect(await connection.send('session.hello', {})).toEqual({ kind: 'ok', output: { ok: true } })
    connection.close()
    stop()
  })

  it('takes a second port for a lost connection', async () => {
    const side = preload()
    const first = side.engineUp(() => undefined)
    const connection = createConnection(overPort(side.bridge))
    const answer = connection.send('session.hello', {})
    await Promise.resolve()
    const second = side.engineUp(echo)
    expect(await answer).toMatchObject({ error: { kind: 'unavailable' } })
    connection.close()
    first()
    second()
  })
})
