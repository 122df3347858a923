import type { ConsoleService, ConsoleSession } from '../contract/console.ts'
import type { PushName, Pushes } from '../contract/pushes.ts'
import type { Hello } from '../contract/requests.ts'
import type { Engine } from '../engine.ts'
import { answerRequest } from './answer.ts'
import { greet } from './answers/session.ts'
import type { ConsoleHost } from './handler.ts'

type Push = <Name extends PushName>(name: Name, value: Pushes[Name]) => void

/** The contract over the live engine and, once there is one, the SAMPLE's. */
export function createConsoleService(host: ConsoleHost): ConsoleService {
  return { open: ({ push, store }) => new Session(host, push, store ?? 'live') }
}

class Session implements ConsoleSession {
  private engine: Engine
  private leave: () => void
  private readonly unsample: () => void
  private readonly host: ConsoleHost
  private readonly push: Push | undefined

  constructor(host: ConsoleHost, push: Push | undefined, store: 'live' | 'sample') {
    this.host = host
    this.push = push
    this.engine = this.find(store) ?? host.live
    this.leave = this.attend()
    this.unsample = push === undefined ? () => undefined : host.sample.listen((state) => push('sample.changed', state))
  }

  answer(name: string, input: unknown, { signal, progress }: { signal: AbortSignal; progress: (fraction: number) => void }) {
    const { engine, host } = this
    return answerRequest(name, input, { engine, host, who: engine.user(), signal, progress, view: (store) => this.view(store) })
  }

  close(): void {
    this.leave()
    this.unsample()
  }

  private find(store: 'live' | 'sample'): Engine | undefined {
    return store === 'sample' ? this.host.sample.engine() : this.host.live
  }

  private view(store: 'live' | 'sample'): Hello | undefined {
    const engine = this.find(store)
    if (engine === undefined) return undefined
    this.leave()
    this.engine = engine
    this.leave = this.attend()
    return greet(engine)
  }

  private attend(): () => void {
    if (this.push === undefined) return () => undefined
    const unlisten = this.engine.bus.listen(this.push)
    const unwatch = this.engine.watchLive()
    return () => {
      unlisten()
      unwatch()
    }
  }
}
