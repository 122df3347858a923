import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelAlgorithms } from '../../model/outlier-model.ts'
import { chooseLimit, explainRow, fitModel, scoreTable, standingOf, type FitOptions } from './fitted-model.ts'
import { explainForest, scoreForest } from './forest-scoring.ts'
import { growForest } from './isolation-forest.ts'

import { reviveModel, saveModel } from './model-document.ts'
import { meanPathLength } from './path-length.ts'
import { makeChance, sampleBelow } from './random.ts'
import { areaUnderCurve } from './ranking.ts'
import { makeTable } from './table.ts'

const options: FitOptions = { algorithm: 'isolation_forest', trees: 40, samples: 128, seed: 7, outliers: 5 }
const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(0, -0, 1e308, -1e308, Infinity, -Infinity, NaN))
const anyRows = fc
  .integer({ min: 1, max: 6 })
  .chain((columns) => fc.array(fc.array(anyNumber, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 60 }))

/** `count` rows about the origin, and so many far away, each elsewhere, in the first three columns. */
function plant(count: number, attacks: number, seed: number): { rows: number[][]; isAttack: boolean[] } {
  const chance = makeChance(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
  const rows: number[][] = []
  const isAttack: boolean[] = []
  for (let at = 0; at < count; at += 1) {
    const attack = at % Math.floor(count / attacks) === 0
    const row = Array.from({ length: 6 }, normal)
    if (attack) {
      row[0] = 6 + 10 * chance.next()
      row[1] = -5 - 10 * chance.next()
      row[2] = 4 + 6 * chance.next()
    }
    rows.push(row)
    isAttack.push(attack)
  }
  return { rows, isAttack }
}

describe('chance', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, makeChance(seed).next)
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('takes a sample without taking any number twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.nat(), (count, size, seed) => {
        const sample = sampleBelow(count, size, makeChance(seed))
        expect(new Set(sample).size).toBe(Math.min(count, size))
        expect(Math.max(...sample)).toBeLessThan(count)
      }),
    )
  })
})

describe.each(modelAlgorithms)('%s', (algorithm) => {
  it('scores any rows from 0 to 1, never NaN', () => {
    fc.assert(
      fc.property(anyRows, anyRows, (training, others) => {
        const columns = training[0]!.length
        const { model, scores } = fitModel(makeTable(training, columns), { ...options, algorithm, trees: 10 })
        for (const score of [...scores, ...scoreTable(model, makeTable(others, columns))]) {
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
        }
        for (const share of explainRow(model, makeTable(others, columns).values.subarray(0, columns))) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1 + 1e-9)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('gives the same scores after it was saved and read again', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, seed) => {
        const table = makeTable(rows, rows[0]!.length)
        const { model } = fitModel(table, { ...options, algorithm, trees: 10, seed })
        const revived = reviveModel(JSON.parse(JSON.stringify(saveModel(model))))
        expect(scoreTable(revived, table)).toEqual(scoreTable(model, table))
        expect(revived.limit).toBe(model.limit)
      }),
      { numRuns: 40 },
    )
  })

  it('is the same model for the same seed and rows, and another for another seed', () => {
    const table = makeTable(plant(300, 5, 3).rows, 6)
    const grow = (seed: number) => saveModel(fitModel(table, { ...options, algorithm, seed }).model)
    expect(grow(1)).toEqual(grow(1))
    expect(grow(1)).not.toEqual(grow(2))
  })

  it('ranks the attack first when 5 % of the rows it learnt from were attacks', () => {
    for (const seed of [1, 2, 3]) {
      const { rows, isAttack } = plant(2000, 100, seed)
      const { scores } = fitModel(makeTable(rows, 6), { ...options, algorithm, trees: 100, samples: 256, seed, outliers: 100 })
      const ranked = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
      expect(isAttack[ranked[0]!]).toBe(true)
      expect(areaUnderCurve(scores, isAttack)).toBeGreaterThan(0.98)
    }
  })

  it('names the columns that made a row stand out', () => {
    const { rows } = plant(1000, 1, 5)
    const { model } = fitModel(makeTable(rows, 6), { ...options, algorithm, trees: 100, samples: 256 })
    const shares = explainRow(model, [0, 0, 0, 12, 0, 0])
    expect(shares.indexOf(Math.max(...shares))).toBe(3)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  })

  it('is not moved by the unit of a column', () => {
    const { rows } = plant(500, 5, 9)
    const first = fitModel(makeTable(rows, 6), { ...options, algorithm })
    const other = fitModel(
      makeTable(
        rows.map((row) => row.map((value, column) => (column === 2 ? value * 1024 + 4096 : value))),
        6,
      ),
      { ...options, algorithm },
    )
    first.scores.forEach((score, row) => expect(other.scores[row]).toBeCloseTo(score, 2))
  })
})

describe('an isolation forest', () => {
  it('takes the paths apart by feature without a rest', () => {
    const table = makeTable(plant(500, 10, 2).rows, 6)
    const forest = growForest(table, { trees: 30, samples: 64, seed: 1 })
    const scores = scoreForest(forest, table)
    for (const row of [0, 1, 2]) {
      const shortened = explainForest(forest, table.values.subarray(row * 6, row * 6 + 6)).reduce((sum, part) => sum + part, 0)
      const path = meanPathLength(64) - shortened
      expect(2 ** (-path / meanPathLength(64))).toBeCloseTo(scores[row]!, 6)
    }
  })

  it('finds nothing in rows that are all alike', () => {
    const alike = Array.from({ length: 50 }, () => [1, 2])
    const { scores, model } = fitModel(makeTable(alike, 2), { ...options, outliers: 100 })
    expect(scores.filter((score) => score > model.limit)).toHaveLength(0)
    expect(scores[0]).toBeCloseTo(0.5)
  })
})

describe('a row beyond everything that was learnt', () => {
  const { rows } = plant(500, 1, 4)
  const learnt = rows.map((row) => [...row, 1])
  const usual = [0, 0, 0, 0, 0, 0, 1]

  it('stands out the more, the farther away it is', () => {
    const { model } = fitModel(makeTable(learnt, 7), { ...options, trees: 100, samples: 256 })
    const scores = scoreTable(model, makeTable([usual, ...[10, 100, 1e4, 1e8].map((far) => [0, 0, 0, far, 0, 0, 1])], 7))
    expect([...scores].sort((a, b) => a - b)).toEqual([...scores])
    expect(scores[4]).toBeGreaterThan(scores[0]! + 0.1)
  })

  it('is noticed by a column that never differed', () => {
    const { model } = fitModel(makeTable(learnt, 7), { ...options, trees: 100, samples: 256 })
    const odd = [...usual.slice(0, 6), 2]
    const [before, after] = scoreTable(model, makeTable([usual, odd], 7))
    expect(after).toBeGreaterThan(before! + 0.05)
    const shares = explainRow(model, odd)
    expect(shares.indexOf(Math.max(...shares))).toBe(6)
  })

  it('has its path taken apart without a rest, too', () => {
    const table = makeTable(learnt, 7)
    const forest = growForest(table, { trees: 30, samples: 64, seed: 1 })
    const odd = makeTable([[0, 40, 0, -30, 0, 0, 3]], 7)
    const shortened = explainForest(forest, odd.values).reduce((sum, part) => sum + part, 0)
    expect(2 ** (-(meanPathLength(64) - shortened) / meanPathLength(64))).toBeCloseTo(scoreForest(forest, odd)[0]!, 6)
  })
})

describe('the limit', () => {
  it('lets as many training rows stand out as there may', () => {
    const sorted = Array.from({ length: 100 }, (_, at) => 0.5 + at / 400)
    expect(sorted.filter((score) => score > chooseLimit(sorted, 5)).length).toBe(5)
    expect(sorted.filter((score) => score > chooseLimit(sorted, 0.3)).length).toBe(0)
  })

  it('is never where nothing stands out', () => {
    expect(chooseLimit([0.1, 0.2, 0.3], 3)).toBeCloseTo(0.5)
    expect(chooseLimit([], 1)).toBeCloseTo(0.5)
  })

  it('is a standing of one half', () => {
    expect(standingOf(0.6, 0.6)).toBe(0.5)
    expect(standingOf(1, 0.5)).toBe(0.75)
  })
})
