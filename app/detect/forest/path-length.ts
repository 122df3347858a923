/** Euler and Mascheroni's constant. */
const gamma = 0.5772156649015329

/**
 * Mean length of an unsuccessful search in a binary search tree of so many keys: what isolating a row of so many takes when
 * there is nothing to it (Liu, Ting and Zhou, Isolation Forest, ICDM 2008, equation 1).
 */
export function meanPathLength(count: number): number {
  if (count <= 1) return 0
  if (count === 2) return 1
  return 2 * (Math.log(count - 1) + gamma) - (2 * (count - 1)) / count
}
