import { expect, test } from 'vitest'
import { isLabelled } from './label-reading.ts'

test.each([['attack'], ['DoS Hulk'], ['1'], ['1.0'], ['yes'], ['TRUE'], [1], [-1], [true]])('%j marks', (label) => {
  expect(isLabelled(label)).toBe(true)
})

test.each([['normal'], [' Benign '], ['0'], ['0.0'], ['no'], ['false'], [''], [0], [false], [null], [undefined]])(
  '%j marks nothing',
  (label) => {
    expect(isLabelled(label)).toBe(false)
  },
)
