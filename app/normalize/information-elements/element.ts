/** Abstract data types of RFC 7011 section 6.1 and RFC 6313, and what NetFlow carries besides. */
export const elementTypes = [
  'unsigned8',
  'unsigned16',
  'unsigned32',
  'unsigned64',
  'signed32',
  'signed64',
  'float32',
  'float64',
  'boolean',
  'ipv4Address',
  'ipv6Address',
  'macAddress',
  'octetArray',
  'string',
  'dateTimeSeconds',
  'dateTimeMilliseconds',
  'dateTimeMicroseconds',
  'dateTimeNanoseconds',
  'basicList',
  'subTemplateList',
  'subTemplateMultiList',
] as const
export type ElementType = (typeof elementTypes)[number]

export interface InformationElement {
  id: number
  /** Private enterprise number; 0 is IANA's own registry. */
  enterprise: number
  name: string
  type: ElementType
}

/** Elements by type, each `number name`, separated by commas: a registry that can be read and checked at a glance. */
export type ElementTable = Partial<Record<ElementType, string>>

export function readTable(table: ElementTable, enterprise: number, prefix = ''): Map<number, InformationElement> {
  const elements = new Map<number, InformationElement>()
  for (const type of elementTypes) {
    for (const entry of (table[type] ?? '').split(',')) {
      const [id, name] = entry.trim().split(' ')
      if (id === undefined || name === undefined) continue
      elements.set(Number(id), { id: Number(id), enterprise, name: prefix + name, type })
    }
  }
  return elements
}
