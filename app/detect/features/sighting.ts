/** What a feature set reads in one record: filled anew for each, since thousands come a second. */
export interface Sighting {
  /** Whom the row is about. */
  entity: string
  /** Whom it dealt with; empty for nobody. */
  peer: string
  /** Which service, by number; -1 for none. */
  port: number
  /** What it asked for: a path, a name, a host; empty for nothing. */
  subject: string
  /** The entity began it, not the other side. */
  began: boolean
  /** The other side is none of ours. */
  outside: boolean
  outcome: 'success' | 'failure' | 'unknown'
  /** It changed something. */
  wrote: boolean
  sent: number
  received: number
  /** Attempts the record stands for. */
  weight: number
}

export function makeSighting(): Sighting {
  return {
    entity: '',
    peer: '',
    port: -1,
    subject: '',
    began: true,
    outside: false,
    outcome: 'unknown',
    wrote: false,
    sent: 0,
    received: 0,
    weight: 1,
  }
}

export function clearSighting(sighting: Sighting): void {
  sighting.peer = ''
  sighting.port = -1
  sighting.subject = ''
  sighting.began = true
  sighting.outside = false
  sighting.outcome = 'unknown'
  sighting.wrote = false
  sighting.sent = 0
  sighting.received = 0
  sighting.weight = 1
}
