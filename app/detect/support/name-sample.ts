const maxNames = 32

/** A few of many names, for explanations and metadata, and how many there were. Plain data, for episodes. */
export interface NameSample {
  names: string[]
  /** Exact to 32; beyond, as many more as the caller knew to be new. */
  total: number
}

export function makeNameSample(names: readonly string[]): NameSample {
  return { names: names.slice(0, maxNames), total: names.length }
}

/** True when the name is new to the sample, or to the caller's longer memory where the sample is full. */
export function addName(sample: NameSample, name: string, isNew = false): boolean {
  if (name === '' || sample.names.includes(name)) return false
  if (sample.names.length < maxNames) sample.names.push(name)
  else if (!isNew) return false
  sample.total += 1
  return true
}
