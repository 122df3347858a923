/** Ranks from 1 in ascending order; equal values share the mean of theirs. */
export function rankValues(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}

/** Area under the ROC curve: how likely a marked row scores above another (Mann and Whitney). NaN-free: 0.5 without both kinds. */
export function areaUnderCurve(scores: ArrayLike<number>, marked: readonly boolean[]): number {
  const ranks = rankValues(scores)
  let positives = 0
  let sum = 0
  marked.forEach((isMarked, row) => {
    if (!isMarked) return
    positives += 1
    sum += ranks[row]!
  })
  const negatives = marked.length - positives
  if (positives === 0 || negatives === 0) return 0.5
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Spearman's coefficient: 1 where both order the rows alike. Undefined for fewer than two rows, or where one knows no order. */
export function rankAgreement(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  const [a, b] = [rankValues(first), rankValues(second)]
  const mean = (a.length + 1) / 2
  let product = 0
  let squareA = 0
  let squareB = 0
  for (let row = 0; row < a.length; row += 1) {
    const [x, y] = [a[row]! - mean, b[row]! - mean]
    product += x * y
    squareA += x * x
    squareB += y * y
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : undefined
}
