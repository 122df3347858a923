const counts = new Int32Array(128)

/** Shannon entropy of a text's characters, in bits a character; of its first 256, where a name has no more. */
export function measureEntropy(text: string): number {
  const length = Math.min(text.length, 256)
  if (length === 0) return 0
  counts.fill(0)
  for (let at = 0; at < length; at += 1) counts[text.charCodeAt(at) & 127]! += 1
  let bits = 0
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length)
  return bits
}
