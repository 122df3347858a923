import { describeMachine } from './machine.ts'

export interface Figure {
  name: string
  value: number
  unit: string
  /** A figure of the same run that this one is held against. */
  baseline?: { name: string; value: number }
  note?: string
}

const figures: Figure[] = []

export function title(text: string): void {
  process.stdout.write(`\n${text}\n`)
}

export function report(figure: Figure): void {
  figures.push(figure)
  const ratio =
    figure.baseline && figure.baseline.value > 0 ? `  ${(figure.value / figure.baseline.value).toFixed(2)} × ${figure.baseline.name}` : ''
  process.stdout.write(
    `  ${figure.name.padEnd(52)} ${format(figure.value).padStart(12)} ${figure.unit.padEnd(10)}${ratio}${figure.note ? `  (${figure.note})` : ''}\n`,
  )
}

export function skip(name: string, why: string): void {
  process.stdout.write(`  ${name.padEnd(52)} skipped: ${why}\n`)
}

/** The whole run as one JSON document, for keeping beside the release. */
export function asDocument(): string {
  return JSON.stringify({ machine: describeMachine(), at: new Date().toISOString(), figures }, undefined, 2)
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(1) : value.toFixed(3)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
