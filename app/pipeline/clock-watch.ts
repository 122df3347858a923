import type { ClockReport } from '../model/counters.ts'
import { clockDomain, type TelemetryRecord } from '../model/record.ts'

const maxDomains = 2000
/** Below this a difference is transport and batching, not a clock. Milliseconds. */
const tolerance = 120_000

/**
 * How far each host's clock is from this machine's, for the Health page. Says nothing of imported files,
 * whose arrival is not when they happened. The counterpart for detectors, which never see arrival, is `clock-skew`.
 */
export class ClockWatch {
  private readonly domains = new Map<string, ClockReport>()

  observe(record: TelemetryRecord): void {
    const domain = clockDomain(record)
    const known = this.domains.get(domain)
    if (known !== undefined) {
      known.skew = record.time - record.arrival
      known.records += 1
      known.last_seen = record.arrival
      return
    }
    if (this.domains.size >= maxDomains) {
      const oldest = this.domains.keys().next()
      if (!oldest.done) this.domains.delete(oldest.value)
    }
    this.domains.set(domain, { domain, skew: record.time - record.arrival, records: 1, last_seen: record.arrival })
  }

  /** Hosts whose clock is off, worst first. */
  reports(limit: number): ClockReport[] {
    return [...this.domains.values()]
      .filter((report) => Math.abs(report.skew) > tolerance)
      .sort((a, b) => Math.abs(b.skew) - Math.abs(a.skew))
      .slice(0, limit)
  }
}
