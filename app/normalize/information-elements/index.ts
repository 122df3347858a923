import { readTable, type InformationElement } from './element.ts'
import { enterprises } from './enterprise.ts'
import { ianaElements } from './iana.ts'
import { netflowV9Elements, netflowV9Scopes, ntopBase, ntopEnterprise } from './netflow-v9.ts'

export type { ElementType, InformationElement } from './element.ts'

/** Elements of the reverse direction of a biflow: IANA's numbers again (RFC 5103 section 6.1). */
const reverseEnterprise = 29_305

const iana = readTable(ianaElements, 0)
const v9 = readTable(netflowV9Elements, 0)
const scopes = readTable(netflowV9Scopes, 0)
const byEnterprise = new Map(enterprises.map(({ number, prefix, elements }) => [number, readTable(elements, number, prefix)]))

/** What an IPFIX field specifier names; one that nobody knows still gets a stable name and is kept as bytes. */
export function findElement(id: number, enterprise: number): InformationElement {
  if (enterprise === 0) return iana.get(id) ?? unknownElement(id, 0)
  if (enterprise === reverseEnterprise) return reverse(iana.get(id) ?? unknownElement(id, 0))
  return byEnterprise.get(enterprise)?.get(id) ?? unknownElement(id, enterprise)
}

/** What a NetFlow v9 field type names. */
export function findV9Element(type: number): InformationElement {
  return iana.get(type) ?? v9.get(type) ?? byEnterprise.get(ntopEnterprise)?.get(type - ntopBase) ?? unknownElement(type, 0)
}

export function findV9Scope(type: number): InformationElement {
  return scopes.get(type) ?? { id: type, enterprise: 0, name: `scope${type}`, type: 'unsigned32' }
}

function reverse(element: InformationElement): InformationElement {
  const name = `reverse${element.name.charAt(0).toUpperCase()}${element.name.slice(1)}`
  return { ...element, enterprise: reverseEnterprise, name }
}

function unknownElement(id: number, enterprise: number): InformationElement {
  return { id, enterprise, name: enterprise === 0 ? `element${id}` : `enterprise${enterprise}Element${id}`, type: 'octetArray' }
}
