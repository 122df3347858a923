export interface Trial {
  lossless: boolean
  sent: number
  stored: number
  cpuSeconds: number
}

export interface HighestRate {
  /** Records a second, as really sent. */
  rate: number
  cpuSecondsAMillion: number
  trial: Trial
}

/**
 * The highest of `rates` (ascending) held for `seconds` without loss. Short trials find the candidate, a long one
 * confirms it or goes a step down.
 */
export async function findHighestRate(
  rates: readonly number[],
  seconds: number,
  attempt: (rate: number, seconds: number) => Promise<Trial>,
): Promise<HighestRate | undefined> {
  let candidate = -1
  for (const [index, rate] of rates.entries()) {
    const trial = await attempt(rate, 5)
    process.stdout.write(`    trial ${rate}/s: sent ${trial.sent}, stored ${trial.stored}\n`)
    if (!trial.lossless) break
    candidate = index
  }
  for (; candidate >= 0; candidate -= 1) {
    const trial = await attempt(rates[candidate] ?? 0, seconds)
    if (trial.lossless) return { rate: trial.sent / seconds, cpuSecondsAMillion: (trial.cpuSeconds / trial.stored) * 1e6, trial }
  }
  return undefined
}
