/** One line of the blocklist that firewalls poll as an external dynamic list. */
export interface BlockEntry {
  id: string
  /** An address or a network. */
  value: string
  kind: 'ip' | 'network'
  /** Why: a decision that blocks, or an analyst. */
  origin: 'decision' | 'analyst'
  reason: string
  event_id?: string
  added_by: string
  added_at: number
  /** Milliseconds; it leaves the list then. */
  expires_at: number
}
