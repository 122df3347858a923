import type { PushName, Pushes } from '../contract/pushes.ts'

type Listener = <Name extends PushName>(name: Name, value: Pushes[Name]) => void

/** What the engine says unasked, to whoever listens. */
export class PushBus {
  private readonly listeners = new Set<Listener>()
  private readonly observers = new Set<Listener>()

  listen(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** For the engine's own parts: nobody looks at what they hear. */
  observe(observer: Listener): void {
    this.observers.add(observer)
  }

  push<Name extends PushName>(name: Name, value: Pushes[Name]): void {
    for (const listener of this.listeners) listener(name, value)
    for (const observer of this.observers) observer(name, value)
  }

  get heard(): boolean {
    return this.listeners.size > 0
  }
}
