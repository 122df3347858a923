/** Where the IP packet begins in a captured frame, `undefined`: there is none in it. */
export type Located = { kind: 'ip'; offset: number } | { kind: 'other' } | { kind: 'unknown_link_type' }

const ipv4 = 0x0800
const ipv6 = 0x86dd
/** 802.1Q, 802.1ad (QinQ) and the numbers used for it before. */
const vlanTags = new Set([0x8100, 0x88a8, 0x9100, 0x9200])
const mostTags = 4

/** Address families of BSD loopback frames: IPv4, and IPv6 as each BSD numbers it. */
const loopbackFamilies = new Set([2, 10, 24, 28, 30])

/** https://www.tcpdump.org/linktypes.html */
export function locateIp(linkType: number, view: DataView): Located {
  switch (linkType) {
    case 1: // Ethernet
      return behindEtherType(view, 12)
    case 113: // Linux cooked capture v1
      return behindEtherType(view, 14)
    case 276: // Linux cooked capture v2: the protocol stands at the front
      return view.byteLength >= 20 && isIp(view.getUint16(0)) ? { kind: 'ip', offset: 20 } : { kind: 'other' }
    case 0: // BSD loopback, in the byte order of the machine that captured
      return view.byteLength >= 4 && (isLoopbackIp(view, true) || isLoopbackIp(view, false)) ? { kind: 'ip', offset: 4 } : { kind: 'other' }
    case 108: // OpenBSD loopback, in network byte order
      return view.byteLength >= 4 && isLoopbackIp(view, false) ? { kind: 'ip', offset: 4 } : { kind: 'other' }
    case 12: // raw IP, as the BSDs number it
    case 14:
    case 101: // raw IP
    case 228: // raw IPv4
    case 229: // raw IPv6
      return { kind: 'ip', offset: 0 }
    default:
      return { kind: 'unknown_link_type' }
  }
}

function behindEtherType(view: DataView, start: number): Located {
  let at = start
  for (let tags = 0; at + 2 <= view.byteLength && tags <= mostTags; tags += 1) {
    const type = view.getUint16(at)
    if (isIp(type)) return { kind: 'ip', offset: at + 2 }
    if (!vlanTags.has(type)) break
    at += 4
  }
  return { kind: 'other' }
}

function isIp(type: number): boolean {
  return type === ipv4 || type === ipv6
}

function isLoopbackIp(view: DataView, littleEndian: boolean): boolean {
  return loopbackFamilies.has(view.getUint32(0, littleEndian))
}
