const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').toUpperCase())

/** Six bytes → `00-00-5E-00-53-23`, as ECS writes them (RFC 7042 section 2.1). */
export function readMac(view: DataView, at: number): string {
  let text = hexPairs[view.getUint8(at)]!
  for (let index = 1; index < 6; index += 1) text += `-${hexPairs[view.getUint8(at + index)]!}`
  return text
}
