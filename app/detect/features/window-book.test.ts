import { describe, expect, it } from 'vitest'
import { hour, inOrder, login, minute, morning, type Draft } from '../testing/records.ts'
import { accounts } from './accounts.ts'
import { createFeatureRows, type FeatureRow } from './feature-rows.ts'

const length = 15 * minute
const at = (time: number, user = 'ada', host = 'web-1') =>
  login({ time: morning + time, host, user, outcome: 'success', address: '10.0.0.1' })

function feed(drafts: readonly Draft[], ticks: ReadonlyMap<number, number> = new Map()) {
  const rows = createFeatureRows(accounts, { features: null, window: length })
  const batches: FeatureRow[][] = []
  const emit = (ended: FeatureRow[]) => void batches.push(ended)
  for (const [position, record] of inOrder(drafts).entries()) {
    const tick = ticks.get(position)
    if (tick !== undefined) rows.tick(tick, emit)
    rows.observe(record, emit)
  }
  return {
    rows,
    batches,
    emit,
    told: () => batches.flat().map(({ entity, from, records }) => [entity, (from - morning) / minute, records]),
  }
}

describe('windows', () => {
  it('say nothing until they have ended, and their grace with them', () => {
    const inside = [at(0), at(5 * minute), at(14 * minute)]
    expect(feed(inside).told()).toEqual([])
    expect(feed([...inside, at(16 * minute)]).told()).toEqual([])
    expect(feed([...inside, at(17 * minute)]).told()).toEqual([['ada', 0, 3]])
  })

  it('begin at multiples of their length, whenever the first record comes', () => {
    const { batches } = feed([at(7 * minute), at(22 * minute), at(47 * minute)])
    expect(batches.flat().map(({ from, to }) => [from % length, to - from])).toEqual([
      [0, length],
      [0, length],
    ])
  })

  it('take a latecomer within the grace, and count one that is later still', () => {
    expect(feed([at(0), at(16 * minute), at(14 * minute), at(18 * minute)]).told()).toEqual([['ada', 0, 2]])
    const { told, rows } = feed([at(0), at(18 * minute), at(14 * minute), at(40 * minute)])
    expect(told()).toEqual([
      ['ada', 0, 1],
      ['ada', 15, 1],
    ])
    expect(rows.stats().evicted).toBe(1)
  })

  it('end each by its own clock', () => {
    const { told } = feed([at(0), at(-5 * hour, 'bob', 'slow'), at(17 * minute), at(-5 * hour + minute, 'bob', 'slow')])
    expect(told()).toEqual([['ada', 0, 1]])
  })

  it('begin anew where a clock is set back', () => {
    const { told } = feed([at(0), at(minute), at(-3 * hour), at(-3 * hour + 17 * minute)])
    expect(told()).toEqual([
      ['ada', 0, 2],
      ['ada', -180, 1],
    ])
  })

  it('end at a heartbeat when nothing more comes, but only for a clock that ran with ours', () => {
    const { rows, emit, told } = feed([at(0), at(-5 * hour, 'bob', 'slow')], new Map([[0, morning]]))
    rows.tick(morning + 16 * minute, emit)
    expect(told()).toEqual([])
    rows.tick(morning + 17 * minute, emit)
    rows.tick(morning + 9 * hour, emit)
    expect(told()).toEqual([['ada', 0, 1]])
  })

  it('give the rows of a window together', () => {
    const users = ['ada', 'bob', 'cleo']
    const { batches } = feed([...users.map((user, n) => at(n * minute, user)), at(17 * minute)])
    expect(batches.map((rows) => rows.map(({ entity }) => entity))).toEqual([users])
  })
})
