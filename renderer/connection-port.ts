import type { DesktopBridge } from '../app/contract/desktop-bridge.ts'
import type { OpenWire } from './wire.ts'

/** The wire of the desktop: text over the port that the preload holds. Waits as long as the engine process is down. */
export function overPort(bridge: DesktopBridge): OpenWire {
  return (listener) => {
    let state: 'waiting' | 'open' | 'closed' = 'waiting'
    const stopMessages = bridge.onMessage((text) => {
      if (state === 'open') listener.received(text)
    })
    const stops = [stopMessages]
    const close = () => {
      state = 'closed'
      for (const stop of stops) stop()
    }
    const stopEngine = bridge.onEngine((engine) => {
      if (state === 'waiting' && engine.kind === 'up') {
        state = 'open'
        listener.opened()
      } else if (state === 'open') {
        // A second `up` is a new port: whatever was asked through the old one is lost.
        close()
        listener.ended({ kind: 'lost', message: engine.kind === 'down' ? engine.message : 'The engine was started again.' })
      }
    })
    stops.push(stopEngine)
    return { send: (text) => bridge.send(text), close }
  }
}
