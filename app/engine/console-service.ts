import type { Answer, ConsoleService, ConsoleSession } from '../contract/console.ts'
import type { PushName, Pushes } from '../contract/pushes.ts'
import type { Engine } from '../engine.ts'
import { answerRequest } from './answer.ts'
import { greet } from './answers/session.ts'
import type { ConsoleHost, ViewedStore } from './handler.ts'

type Push = <Name extends PushName>(name: Name, value: Pushes[Name]) => void

/** The contract over the live engine and, once there is one, the SAMPLE's. */
export function createConsoleService(host: ConsoleHost): ConsoleService {
  return { open: ({ push, store }) => new Session(host, push, store ?? 'live') }
}

class Session implements ConsoleSession {
  private engine: Engine
  private leave: () => void
  private closed = false
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
    const { host } = this
    const engine = this.current()
    // Which store to look at, and what becomes of the SAMPLE, is answered without it.
    if (engine === undefined && !/^(session|sample)\./.test(name)) return Promise.resolve(sampleGone)
    const answering = engine ?? host.live
    const who = answering.user()
    return answerRequest(name, input, { engine: answering, host, who, signal, progress, view: (store) => this.view(store) })
  }

  close(): void {
    this.closed = true
    this.leave()
    this.unsample()
  }

  /** Another client may have deleted the SAMPLE this one looks at, or begun it anew: its engine is closed then. */
  private current(): Engine | undefined {
    if (this.engine === this.host.live) return this.engine
    const sample = this.find('sample')
    if (sample !== undefined && sample !== this.engine) this.turn(sample)
    return sample
  }

  private find(store: 'live' | 'sample'): Engine | undefined {
    return store === 'sample' ? this.host.sample.engine() : this.host.live
  }

  private async view(store: 'live' | 'sample'): Promise<ViewedStore> {
    const opened = store === 'live' ? { kind: 'open' as const, engine: this.host.live } : await this.host.sample.open()
    if (opened.kind !== 'open') return opened
    if (!this.closed) this.turn(opened.engine)
    return { kind: 'viewed', hello: greet(opened.engine) }
  }

  private turn(engine: Engine): void {
    this.leave()
    this.engine = engine
    this.leave = this.attend()
  }

  private attend(): () => void {
    if (this.push === undefined) return () => undefined
    const unlisten = this.engine.bus.listen(this.push)
    const unwatch = this.engine.viewers.watch()
    return () => {
      unlisten()
      unwatch()
    }
  }
}

const sampleGone: Answer = {
  kind: 'failure',
  error: { kind: 'unavailable', message: 'The SAMPLE store that was shown here is gone.' },
}
