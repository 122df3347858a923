import { FlowClock } from './flow-time.ts'
import type { TemplateLayout } from './template-definition.ts'

/** What must be known of the whole record before some fields can be filled in. One, used again for each record. */
export class FlowScratch {
  readonly clock = new FlowClock()
  /** Templates of the exporter at hand, for structured data that names one (RFC 6313). */
  templates: ReadonlyMap<number, TemplateLayout> = new Map()
  protocol = -1
  ipVersion = 0
  samplerId = -1
  samplingInterval = 0
  applicationId: string | undefined

  /** `exported`: the header's time, milliseconds since the epoch. */
  reset(exported: number): void {
    this.clock.reset(exported)
    this.protocol = -1
    this.ipVersion = 0
    this.samplerId = -1
    this.samplingInterval = 0
    this.applicationId = undefined
  }
}
