import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { engines } from './index.ts'

const sections = readFileSync(new URL('../../../docs/engines.md', import.meta.url), 'utf8').split(/^## /m)

describe('docs/engines.md', () => {
  test.each(engines.map((type) => [type.name, type] as const))('has %s as it is', (name, { parameters, good_for, bad_for }) => {
    const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? ''
    const text = section.replaceAll(/\s+/g, ' ')
    expect(text).toContain(good_for)
    expect(text).toContain(bad_for)
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
    expect(cells.map((cell) => cell[1])).toEqual(parameters.map((parameter) => `\`${parameter.name}\``))
    for (const [index, parameter] of parameters.entries()) {
      if (parameter.kind === 'integer' || parameter.kind === 'number') expect(cells[index]?.[2]).toBe(String(parameter.default))
      if ('minimum' in parameter) expect(cells[index]?.[4]).toBe(`${parameter.minimum}–${parameter.maximum}`)
      expect(cells[index]?.[3]).toBe(parameter.unit ?? '')
      expect(cells[index]?.[5]).toBe(parameter.help)
    }
  })
})
