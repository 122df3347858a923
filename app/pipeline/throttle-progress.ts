/** `tell`, but no more often than every `interval` milliseconds; what comes in between is left out. */
export function throttleProgress(interval: number, tell: (fraction: number) => void): (fraction: number) => void {
  let told = 0
  return (fraction) => {
    if (performance.now() - told < interval) return
    told = performance.now()
    tell(fraction)
  }
}
