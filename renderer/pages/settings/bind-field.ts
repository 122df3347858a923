export interface BoundField<Value> {
  value: Value
  onChange: (value: Value) => void
  error: string | undefined
}

/** Ties fields of a form to the parts of its draft that they show. */
export function bindFields<Draft>(
  draft: Draft,
  change: (part: Partial<Draft>) => void,
  objections: Partial<Record<keyof Draft, string>>,
): <Key extends keyof Draft>(key: Key) => BoundField<Draft[Key]> {
  return (key) => ({
    value: draft[key],
    onChange: (value) => change({ [key]: value } as unknown as Partial<Draft>),
    error: objections[key],
  })
}
