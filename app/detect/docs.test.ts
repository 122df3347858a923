import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { detectors } from './index.ts'

const sections = readFileSync(new URL('../../docs/detectors.md', import.meta.url), 'utf8').split(/^## /m)

describe('docs/detectors.md', () => {
  it.each(detectors.map((detector) => [detector.name, detector] as const))('has %s as it is', (name, detector) => {
    const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? ''
    for (const type of detector.anomaly_types) {
      expect(section).toContain(`\`${type.anomaly_type}\``)
      expect(section).toContain(`risk ${type.risk_score}, ${type.severity}`)
      for (const { id } of type.techniques) expect(section).toContain(id)
    }
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, 5)
        .map((cell) => cell.trim()),
    )
    expect(cells).toEqual(
      detector.parameters.map((parameter) => [
        `\`${parameter.name}\``,
        String(parameter.default),
        parameter.unit,
        `${parameter.minimum}–${parameter.maximum}`,
      ]),
    )
  })
})
