const numbers: Readonly<Record<string, number>> = { low: 0.3, medium: 0.6, high: 0.9, critical: 1 }

/** A level of risk as a number; a word that nobody knows lies in the middle. */
export function severityNumber(level: string): number {
  const word = level.toLowerCase()
  return Object.hasOwn(numbers, word) ? numbers[word]! : 0.5
}
