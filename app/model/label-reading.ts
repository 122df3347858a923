const unmarked: readonly string[] = ['', 'false', 'no', 'normal', 'benign']

/** Whether a label marks what it stands beside, as an attack or an anomaly: any but 0 and the words for nothing. */
export function isLabelled(label: unknown): boolean {
  if (typeof label === 'boolean') return label
  if (typeof label === 'number') return label !== 0
  if (typeof label !== 'string') return false
  const text = label.trim().toLowerCase()
  // 0.0 is what a table of decimal numbers writes.
  return !unmarked.includes(text) && Number(text) !== 0
}
