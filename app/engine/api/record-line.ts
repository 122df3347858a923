import type { FlagReader } from '../../decide/flags.ts'
import type { Observation } from '../../model/observation.ts'
import type { EventDesk, Recorded } from '../event-desk.ts'

interface Waiting {
  observation: Observation
  flags: FlagReader
  resolve: (recorded: Recorded) => void
  reject: (error: unknown) => void
}

/** Reports that come together are recorded together: each recording is one transaction with a sync to the disk. */
export class RecordLine {
  private waiting: Waiting[] = []
  private timer: NodeJS.Immediate | undefined
  private readonly desk: EventDesk

  constructor(desk: EventDesk) {
    this.desk = desk
  }

  /** Resolves once it is on the disk; rejects when the store fails. */
  record(observation: Observation, flags: FlagReader): Promise<Recorded> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ observation, flags, resolve, reject })
      this.timer ??= setImmediate(() => this.write())
    })
  }

  private write(): void {
    const waiting = this.waiting
    this.waiting = []
    this.timer = undefined
    try {
      const recorded = this.desk.record(waiting, Date.now())
      for (const [index, { resolve }] of waiting.entries()) resolve(recorded[index]!)
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}
