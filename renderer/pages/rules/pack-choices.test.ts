import { describe, expect, it } from 'vitest'
import type { PackChange, RuleProfile } from '../../../app/model/rule-profile.ts'
import { changing } from './pack-choices.ts'

const profile = (part: Partial<RuleProfile> = {}): RuleProfile => ({
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: '',
  risk_score: 60,
  severity: 'medium',
  category: 'network',
  techniques: [],
  parameters: { ports: 20 },
  ...part,
})
const conflict = (theirs: Partial<RuleProfile>): PackChange => ({
  kind: 'conflict',
  anomaly_type: 'port_scan',
  before: profile(),
  profile: profile(theirs),
  fields: [{ field: 'risk_score', base: 50, mine: 60, theirs: 70 }],
})

describe('what a pack would change', () => {
  it('counts what is added, upgraded and merged, not what stays', () => {
    const changes: PackChange[] = [
      { kind: 'added', anomaly_type: 'a', profile: profile() },
      { kind: 'unchanged', anomaly_type: 'b' },
      { kind: 'upgraded', anomaly_type: 'c', before: profile(), profile: profile({ risk_score: 61 }) },
    ]
    expect(changing({ changes }, {})).toBe(2)
  })

  it('leaves a conflict alone until theirs is chosen, but for fields nobody disputes', () => {
    expect(changing({ changes: [conflict({})] }, {})).toBe(0)
    expect(changing({ changes: [conflict({})] }, { port_scan: 'theirs' })).toBe(1)
    expect(changing({ changes: [conflict({ parameters: { ports: 25 } })] }, { port_scan: 'mine' })).toBe(1)
  })
})
