import type { PushName, Pushes } from '../contract/pushes.ts'

type Listener = <Name extends PushName>(name: Name, value: Pushes[Name]) => void

/** What the engine says unasked, to whoever listens. */
export class PushBus {
  private readonly listeners = new Set<Listener>()

  listen(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  push<Name extends PushName>(name: Name, value: Pushes[Name]): void {
    for (const listener of this.listeners) listener(name, value)
  }

  get heard(): boolean {
    return this.listeners.size > 0
  }
}
