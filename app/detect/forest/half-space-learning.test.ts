import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitModel } from './fitted-model.ts'
import { HalfSpaceLearner } from './half-space-learning.ts'
import { scoreHalfSpaces } from './half-space-scoring.ts'
import { countLeaves, growHalfSpaces, leavesOf, makeLeaves, setProfile } from './half-space-trees.ts'
import { packCounts, unpackCounts } from './packed-arrays.ts'
import { makeChance } from './random.ts'
import { areaUnderCurve } from './ranking.ts'
import { makeTable, sliceRows, type Table } from './table.ts'

/** Rows about a place in three columns. */
function cloud(count: number, seed: number, at = 0): Table {
  const chance = makeChance(seed)
  const value = () => at + chance.next() + chance.next() + chance.next() - 1.5
  return makeTable(
    Array.from({ length: count }, () => [value(), value(), value()]),
    3,
  )
}

const options = { trees: 8, seed: 5, depth: 6, profile: 20 }
const learnt = cloud(60, 1)
const grow = () => growHalfSpaces(learnt, options)

/** As a detector does it: parts of no more rows than there is room for, each scored, then learnt. */
function follow(learner: HalfSpaceLearner, trees: ReturnType<typeof grow>, rows: Table): number[] {
  const scores: number[] = []
  for (let from = 0; from < rows.rows;) {
    const part = sliceRows(rows, from, Math.min(rows.rows, from + learner.room))
    scores.push(...scoreHalfSpaces(trees, part))
    learner.learn(part)
    from += part.rows
  }
  return scores
}

describe('half-space trees that learn', () => {
  it('judge by the trained profile until one of their own is full, and then by that', () => {
    const trees = grow()
    const learner = new HalfSpaceLearner(trees)
    const rows = cloud(50, 2, 0.5)
    const scores = follow(learner, trees, rows)
    const expected = [sliceRows(rows, 0, 20), sliceRows(rows, 20, 40), sliceRows(rows, 40, 50)].flatMap((part, at) => {
      const judge = grow()
      const before = at === 0 ? undefined : sliceRows(rows, (at - 1) * 20, at * 20)
      if (before !== undefined) setProfile(judge, countLeaves(judge, before, makeLeaves(judge)), 20)
      return [...scoreHalfSpaces(judge, part)]
    })
    expect(scores).toEqual(expected)
    expect(learner.room).toBe(10)
  })

  it('give a row the score that it has without being learnt', () => {
    const [trees, judge] = [grow(), grow()]
    const learner = new HalfSpaceLearner(trees)
    const odd = makeTable([[9, -9, 9]], 3)
    for (let at = 0; at < 20; at += 1) expect(follow(learner, trees, odd)).toEqual([...scoreHalfSpaces(judge, odd)])
    expect(follow(learner, trees, odd)[0]).toBeLessThan(scoreHalfSpaces(judge, odd)[0]!)
  })

  it('are the same however the rows were parted, and after a restart anywhere', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 12 }), fc.nat(12), (seed, sizes, restartAt) => {
        const rows = cloud(
          sizes.reduce((sum, size) => sum + size, 0),
          seed,
          (seed % 7) / 2,
        )
        const whole = grow()
        const once = new HalfSpaceLearner(whole)
        const expected = follow(once, whole, rows)
        let trees = grow()
        let learner = new HalfSpaceLearner(trees)
        const scores: number[] = []
        let from = 0
        sizes.forEach((size, at) => {
          if (at === restartAt) {
            const saved = JSON.parse(JSON.stringify(learner.snapshot()))
            trees = grow()
            learner = new HalfSpaceLearner(trees)
            learner.restore(saved)
          }
          scores.push(...follow(learner, trees, sliceRows(rows, from, from + size)))
          from += size
        })
        expect(scores).toEqual(expected)
        expect(learner.snapshot()).toEqual(once.snapshot())
      }),
    )
  })

  it('find what lasts usual, and what was before unusual', () => {
    const trees = growHalfSpaces(cloud(300, 3), { ...options, profile: 100 })
    const learner = new HalfSpaceLearner(trees)
    const [old, moved] = [cloud(50, 8), cloud(50, 9, 2)]
    const mean = (rows: Table) => scoreHalfSpaces(trees, rows).reduce((sum, score) => sum + score, 0) / rows.rows
    expect(mean(moved)).toBeGreaterThan(mean(old))
    follow(learner, trees, cloud(100, 10, 2))
    expect(mean(moved)).toBeLessThan(mean(old))
  })

  it('still rank attacks first when one row in twenty that they learnt from was one', () => {
    const trees = growHalfSpaces(cloud(500, 4), { trees: 50, seed: 1, profile: 500 })
    const learner = new HalfSpaceLearner(trees)
    const chance = makeChance(11)
    const usual = cloud(2000, 12)
    const isAttack: boolean[] = []
    const rows = Array.from({ length: 2000 }, (_, at) => {
      isAttack.push(at % 20 === 0)
      if (at % 20 === 0) return [3 + 4 * chance.next(), -3 - 4 * chance.next(), 3 + 4 * chance.next()]
      return [...usual.values.subarray(at * 3, at * 3 + 3)]
    })
    expect(areaUnderCurve(follow(learner, trees, makeTable(rows, 3)), isAttack)).toBeGreaterThan(0.99)
  })

  it('keep no more the longer they learn', () => {
    const trees = grow()
    const learner = new HalfSpaceLearner(trees)
    const sizes = [1000, 5000].map((count) => {
      follow(learner, trees, cloud(count, 6))
      return JSON.stringify(learner.snapshot()).length
    })
    for (const size of sizes) expect(size).toBeLessThan(2 * 3 * trees.trees * 2 ** trees.depth)
  })

  it('refuse what other trees learnt', () => {
    const other = new HalfSpaceLearner(growHalfSpaces(learnt, { ...options, trees: 9 }))
    expect(() => new HalfSpaceLearner(grow()).restore(other.snapshot())).toThrow('counts in place of')
  })
})

describe('training by profiles', () => {
  it('leaves the last profile in force, and a limit that the rows to come are held to', () => {
    const table = makeTable(
      [cloud(100, 21), cloud(100, 22, 3)].flatMap(({ values }) =>
        Array.from({ length: 100 }, (_, row) => [...values.subarray(row * 3, row * 3 + 3)]),
      ),
      3,
    )
    const { model, scores } = fitModel(table, {
      algorithm: 'half_space_trees',
      trees: 20,
      samples: 256,
      seed: 1,
      outliers: 10,
      profile: 100,
    })
    expect(model.trees).toMatchObject({ rows: 100, profile: 100 })
    const mean = (from: number) => scores.subarray(from, from + 100).reduce((sum, score) => sum + score, 0) / 100
    // Each half is scored by the other, which lies elsewhere: had they been scored by themselves, 0.5 would be usual.
    expect(mean(0)).toBeGreaterThan(0.6)
    expect(mean(100)).toBeGreaterThan(0.6)
    expect(scores.filter((score) => score > model.limit).length).toBeLessThanOrEqual(10)
  })

  it('counts every row in one leaf of each tree', () => {
    const trees = grow()
    const leaves = leavesOf(trees)
    for (let tree = 0; tree < trees.trees; tree += 1)
      expect(leaves.subarray(tree * 64, (tree + 1) * 64).reduce((sum, count) => sum + count, 0)).toBe(60)
  })
})

describe('packed counts', () => {
  it('come back as they were', () => {
    const count = fc.oneof(fc.constant(0), fc.nat(300), fc.nat(2 ** 32 - 1))
    fc.assert(
      fc.property(fc.array(count, { maxLength: 200 }), (counts) => {
        const numbers = Uint32Array.from(counts)
        expect(unpackCounts(packCounts(numbers), numbers.length)).toEqual(numbers)
        expect(() => unpackCounts(packCounts(numbers), numbers.length + 1)).toThrow()
      }),
    )
  })
})
