import fc from 'fast-check'
import { expect, test } from 'vitest'
import { configSchema } from '../model/config.ts'
import { createEnrichers } from '../enrich/index.ts'
import { loadEnrichData, openMmdb } from './enrich-data.ts'
import { runBareCorridor, type Step } from './testing/bare-corridor.ts'
import { summarizeEvents, type EventSummary } from './testing/event-summary.ts'
import { officeLines, wrongHost, wrongHostAttacker } from './testing/office-lines.ts'

const enrichers = createEnrichers(loadEnrichData(configSchema.parse({ version: 1 })).data, openMmdb)
const begin = Date.UTC(2026, 10, 20, 9)
const now = begin + 3 * 3_600_000
const office = officeLines(begin)

function eventsOf(lines: readonly string[], steps: readonly Step[] = [], arrival: (index: number) => number = () => now): EventSummary[] {
  const console = runBareCorridor(lines, { enrichers, steps, arrival })
  const events = summarizeEvents(console)
  console.close()
  return events
}

/** `kinds` of steps, each before one of the first 400 lines. */
function stepsOf(...kinds: Exclude<Step['kind'], 'tick'>[]): fc.Arbitrary<Step[]> {
  return fc.array(fc.record({ kind: fc.constantFrom(...kinds), before: fc.nat(400) }), { maxLength: 12 })
}

/** A failing run is told by its seed and path: its lines would fill screens. */
function holds<Values extends [unknown, ...unknown[]]>(property: fc.IProperty<Values>, numRuns = 10): void {
  const { failed, seed, counterexamplePath, errorInstance } = fc.check(property, { numRuns, endOnFailure: true })
  if (failed) throw new Error(`fails with { seed: ${seed}, path: '${counterexamplePath}' }`, { cause: errorInstance })
}

test('the same lines give the same events however they are cut, across restarts at any moment', () => {
  holds(
    fc.property(office, stepsOf('commit', 'snapshot', 'restart', 'crash'), ({ lines }, steps) => {
      expect(eventsOf(lines, steps)).toEqual(eventsOf(lines))
    }),
  )
})

test('when they arrive makes no difference, nor when detectors say what they hold back', () => {
  holds(
    fc.property(office, stepsOf('drain'), fc.integer({ min: 0, max: 20 }), ({ lines }, steps, days) => {
      const whole = eventsOf(lines)
      expect(eventsOf(lines, steps)).toEqual(whole)
      expect(eventsOf(lines, [], (index) => now + days * 86_400_000 + index * 1000)).toEqual(whole)
    }),
  )
})

test('with heartbeats among them, restarts make no difference either', () => {
  const lag = 120_000
  holds(
    fc.property(
      office,
      fc.array(fc.nat(400), { minLength: 3, maxLength: 12 }),
      stepsOf('commit', 'snapshot', 'restart', 'crash'),
      ({ lines }, beats, steps) => {
        const ticks = beats.map((before): Step => ({ kind: 'tick', before, time: begin + before * 5000 + lag }))
        expect(eventsOf(lines, [...ticks, ...steps])).toEqual(eventsOf(lines, ticks))
      },
    ),
  )
})

test('a host with a wrong clock changes nothing for the others, and is reported', () => {
  holds(
    fc.property(office, ({ lines, withoutWrongClock }) => {
      const all = eventsOf(lines)
      const isWrongHost = ({ entity }: EventSummary) => entity.includes(wrongHost) || entity.includes(wrongHostAttacker)
      expect(all.filter((event) => !isWrongHost(event))).toEqual(eventsOf(withoutWrongClock))
      expect(all.filter(({ type }) => type === 'clock_skew').map(({ entity }) => entity)).toEqual([wrongHost])
      expect(all.filter(({ type, entity }) => type === 'authentication_brute_force' && entity === wrongHostAttacker)).toHaveLength(1)
    }),
  )
})
