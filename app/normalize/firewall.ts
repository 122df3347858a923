import type { Fields } from '../model/fields.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import type { MessageParser } from './parser.ts'
import { isDigit, readInteger, readPort, skipDigits } from './text-scan.ts'

/**
 * Lines of the kernel's LOG target (iptables, nftables, UFW, firewalld, SuSEfirewall2, Shorewall):
 * `[123.4] PREFIX IN=eth0 OUT= MAC=… SRC=… DST=… … PROTO=TCP SPT=… DPT=… SYN`. They come under the program `kernel`, or
 * under none, so the text itself decides.
 */
export const firewall: MessageParser = {
  name: 'firewall',
  programs: [],
  parse(message, fields) {
    const inAt = message.indexOf('IN=')
    if (inAt === -1 || inAt > 300 || (inAt > 0 && !isBoundary(message.charCodeAt(inAt - 1)))) return false
    const outAt = message.indexOf(' OUT=', inAt)
    const sourceAt = message.indexOf(' SRC=', inAt)
    if (outAt === -1 || sourceAt === -1) return false
    readPairs(message, inAt, fields)
    if (fields['source.ip'] === undefined || fields['destination.ip'] === undefined) return false
    const prefix = readPrefix(message, inAt)
    fields['event.category'] = 'network'
    fields['event.action'] = actionOf(prefix)
    if (prefix !== '') fields['rule.name'] = prefix
    return true
  },
}

/** A blank, or the colon or bracket a prefix ended with. */
function isBoundary(code: number): boolean {
  return code === 32 || code === 58 || code === 93
}

/** The text between the kernel's uptime and `IN=`: all that tells what the rule did. */
function readPrefix(message: string, end: number): string {
  let start = 0
  if (message.startsWith('[')) {
    const close = message.indexOf(']')
    let at = 1
    while (message.charCodeAt(at) === 32) at += 1
    if (isDigit(message.charCodeAt(at)) && message.charCodeAt(skipDigits(message, at)) === 46 && close !== -1) start = close + 1
  }
  return message.slice(start, end).trim()
}

const deniedWords = /(?:^|[^a-z])(?:drop(?:ped)?|den(?:y|ied)|block(?:ed)?|reject(?:ed)?|refused?)(?![a-z])/i
const allowedWords = /(?:^|[^a-z])(?:acc(?:ept(?:ed)?)?|allow(?:ed)?|pass(?:ed)?|permit(?:ted)?)(?![a-z])/i

/** The LOG target does not say what happened to the packet; the prefix does where its author wrote so. */
function actionOf(prefix: string): 'denied' | 'allowed' | 'logged' {
  if (deniedWords.test(prefix)) return 'denied'
  return allowedWords.test(prefix) ? 'allowed' : 'logged'
}

/** IP protocol numbers the kernel prints bare (IANA protocol numbers). */
const protocolNames: Record<string, string> = { '2': 'igmp', '47': 'gre', '50': 'esp', '51': 'ah', '89': 'ospf', '132': 'sctp' }
const flagNames = new Set(['SYN', 'ACK', 'FIN', 'RST', 'PSH', 'URG', 'ECE', 'CWR'])

function readPairs(message: string, at: number, fields: Fields): void {
  let flags = ''
  let index = at
  while (index < message.length) {
    let end = message.indexOf(' ', index)
    if (end === -1) end = message.length
    // `[SRC=… DST=…]` is the packet an ICMP error is about, not this one.
    if (message.charCodeAt(index) === 91) break
    const equals = message.indexOf('=', index)
    if (equals === -1 || equals > end) {
      const word = message.slice(index, end)
      if (flagNames.has(word)) flags += flags === '' ? word : ` ${word}`
      else if (word === 'DF') fields['iptables.fragment_flags'] = word
    } else if (equals + 1 < end) setPair(message.slice(index, equals), message.slice(equals + 1, end), fields)
    index = end + 1
  }
  if (flags !== '') fields['iptables.tcp.flags'] = flags
}

function setPair(name: string, value: string, fields: Fields): void {
  switch (name) {
    case 'IN':
      fields['observer.ingress.interface.name'] = value
      return
    case 'OUT':
      fields['observer.egress.interface.name'] = value
      return
    case 'SRC':
      fields['source.ip'] = canonicalAddress(value)
      fields['network.type'] = value.includes(':') ? 'ipv6' : 'ipv4'
      return
    case 'DST':
      fields['destination.ip'] = canonicalAddress(value)
      return
    case 'SPT':
      fields['source.port'] = readPort(value)
      return
    case 'DPT':
      fields['destination.port'] = readPort(value)
      return
    case 'PROTO':
      setProtocol(value, fields)
      return
    case 'MAC':
      // Destination, source, EtherType: 6, 6 and 2 bytes.
      if (value.length !== 41) return
      fields['destination.mac'] = value.slice(0, 17)
      fields['source.mac'] = value.slice(18, 35)
      return
    case 'LEN':
      // A second LEN is the UDP header's.
      if (fields['network.bytes'] === undefined) fields['network.bytes'] = readInteger(value)
      return
    case 'TTL':
    case 'HOPLIMIT':
      fields['iptables.ttl'] = readInteger(value)
      return
    case 'ID':
      fields['iptables.id'] = value
      return
    case 'TYPE':
      fields['iptables.icmp.type'] = readInteger(value)
      return
    case 'CODE':
      fields['iptables.icmp.code'] = readInteger(value)
      return
    case 'WINDOW':
      fields['iptables.tcp.window'] = readInteger(value)
      return
  }
}

function setProtocol(value: string, fields: Fields): void {
  if (isDigit(value.charCodeAt(0))) {
    fields['network.iana_number'] = value
    fields['network.transport'] = protocolNames[value] ?? value
    return
  }
  // ECS: lower case, and `ipv6-icmp` as IANA spells it.
  fields['network.transport'] = value === 'ICMPv6' ? 'ipv6-icmp' : value.toLowerCase()
}
