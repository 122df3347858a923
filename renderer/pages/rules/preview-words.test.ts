import { describe, expect, it } from 'vitest'
import type { ProfilePreview } from '../../../app/contract/profiles.ts'
import type { PreviewedEvent } from '../../../app/model/rule-figures.ts'
import { fromTo, gapsOf, summarizePreview } from './preview-words.ts'

const preview = (part: Partial<ProfilePreview> = {}): ProfilePreview => ({
  from: 1_000,
  to: 9_000,
  records: 500,
  complete: true,
  before: 41,
  after: 12,
  raised: [],
  removed: [],
  raised_count: 0,
  removed_count: 29,
  lost_true_positives: [],
  unreproduced_true_positives: 0,
  replayed: true,
  removed_noise: 25,
  alerts: { before: 3, after: 3 },
  step_ups: { before: 1, after: 0 },
  blocks: { before: 0, after: 0 },
  ...part,
})
const event = { entity: 'x' } as PreviewedEvent
const gaps = (part: Partial<ProfilePreview>) => gapsOf(preview(part), String)

describe('a preview in words', () => {
  it('says what goes, and what would be lost of it', () => {
    expect(summarizePreview(preview({ lost_true_positives: [event] }))).toBe(
      '41 events would have been 12, 25 events of noise spared, 1 true positive lost.',
    )
    expect(summarizePreview(preview({ after: 41, removed_count: 0 }))).toBe('The same 41 events with both.')
    expect(fromTo({ before: 3, after: 3 })).toBe('3')
    expect(fromTo({ before: 1, after: 0 })).toBe('1 → 0')
  })

  it('is silent about gaps only where there are none', () => {
    expect(gaps({ oldest_record: 500 })).toEqual([])
    expect(gaps({ oldest_record: 2_000, complete: false })).toEqual([expect.stringContaining('only to 2000')])
    expect(gaps({ complete: false })).toEqual([expect.stringContaining('did not get to the end')])
    expect(gaps({ records: 0 })).toEqual([expect.stringContaining('No record')])
    expect(gaps({ records: 0, replayed: false })).toEqual([])
    expect(gaps({ unreproduced_true_positives: 2 })).toEqual([expect.stringMatching(/^2 true positives were found by neither/)])
  })
})
