import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyone, type FlagTargeting } from '../../../app/model/flag.ts'
import { weekOf } from './flag-week.ts'
import { audienceOf, describeTargeting, draftOf, readDraft } from './targeting.ts'

const names = fc.uniqueArray(
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && !text.includes('\n')),
  { maxLength: 4 },
)

describe('targeting as a person edits it', () => {
  it('comes back as it was', () => {
    const some = fc.record({
      rollout: fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
      staff_only: fc.constant(false),
      users: names,
      entities: names,
      tenants: names,
      sources: names,
    })
    fc.assert(
      fc.property(
        some.filter((targeting) => audienceOf(targeting) === 'some'),
        (targeting) => {
          expect(readDraft(draftOf(targeting))).toEqual({ kind: 'read', targeting })
        },
      ),
    )
    const staff: FlagTargeting = { ...everyone, staff_only: true }
    for (const targeting of [everyone, staff]) expect(readDraft(draftOf(targeting))).toEqual({ kind: 'read', targeting })
  })

  it.each(['101', '-1', '12.555', '', 'half'])('refuses a share of %j by name', (rollout) => {
    const reading = readDraft({ ...draftOf(everyone), audience: 'some', rollout })
    expect(reading).toMatchObject({ kind: 'wrong', problems: { rollout: expect.stringMatching(/^rollout /) as string } })
  })

  it('names the line that is too long', () => {
    const reading = readDraft({ ...draftOf(everyone), audience: 'some', tenants: `acme\n${'x'.repeat(201)}` })
    expect(reading).toMatchObject({ kind: 'wrong', problems: { tenants: expect.stringMatching(/^tenants line 2: /) as string } })
  })

  it.each<[Partial<FlagTargeting>, string]>([
    [{}, 'everyone'],
    [{ staff_only: true }, 'staff only'],
    [{ rollout: 25 }, '25 %'],
    [{ rollout: 25, users: ['a', 'b'] }, '25 %, and 2 users always'],
    [{ entities: ['10.0.0.5'] }, 'entity 10.0.0.5'],
    [{ rollout: 50, tenants: ['a', 'b'], sources: ['api'] }, '50 % of 2 tenants, source api'],
  ])('%j reads “%s”', (part, text) => expect(describeTargeting({ ...everyone, ...part })).toBe(text))
})

describe('what a flag did in a week', () => {
  const day = 86_400_000
  it('lays the days in order, today last, and counts a missing one as nothing', () => {
    const now = 100 * day + 5_000
    const effects = [
      { day: 100 * day, let_through: 7, held_back: 0 },
      { day: 98 * day, let_through: 0, held_back: 14 },
      { day: 80 * day, let_through: 99, held_back: 99 },
    ]
    expect(weekOf(effects, now)).toEqual({
      letThrough: [0, 0, 0, 0, 0, 0, 7],
      heldBack: [0, 0, 0, 0, 14, 0, 0],
      throughADay: 1,
      heldADay: 2,
    })
  })
})
