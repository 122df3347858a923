import type { FieldValue } from '../model/fields.ts'
import { readHex, readValue } from './flow-values.ts'
import { findElement, type ElementType } from './information-elements/index.ts'
import { variableLength, type TemplateLayout } from './template-definition.ts'

/** Lists inside lists, and items of one, beyond which the rest is only in the raw bytes. */
const deepest = 4
const mostItems = 100

type Templates = ReadonlyMap<number, TemplateLayout>
type Item = FieldValue | null | { [name: string]: Item } | Item[]

/** Structured data (RFC 6313) as JSON text; as hexadecimal text where it cannot be read. */
export function readList(type: ElementType, view: DataView, at: number, length: number, templates: Templates): string {
  const items = readItems(type, view, at, at + length, templates, 0)
  return items === undefined ? readHex(view, at, length) : JSON.stringify(items)
}

function readItems(type: ElementType, view: DataView, at: number, end: number, templates: Templates, depth: number): Item[] | undefined {
  if (depth >= deepest || end - at < 3) return undefined
  // The first byte is the semantic: all of, one of, ordered, ...
  if (type === 'basicList') return readBasicList(view, at + 1, end, templates, depth)
  if (type === 'subTemplateList') return readRecords(view, at + 3, end, templates.get(view.getUint16(at + 1)), templates, depth)
  const items: Item[] = []
  for (let position = at + 1; position + 4 <= end && items.length < mostItems;) {
    const next = position + view.getUint16(position + 2)
    const template = templates.get(view.getUint16(position))
    if (next < position + 4 || next > end) return undefined
    const records = readRecords(view, position + 4, next, template, templates, depth)
    if (records === undefined) return undefined
    items.push(...records)
    position = next
  }
  return items
}

function readBasicList(view: DataView, at: number, end: number, templates: Templates, depth: number): Item[] | undefined {
  if (end - at < 4) return undefined
  const specified = view.getUint16(at)
  const length = view.getUint16(at + 2)
  const isEnterprise = specified >= 0x8000
  if (isEnterprise && end - at < 8) return undefined
  const { type } = findElement(specified & 0x7fff, isEnterprise ? view.getUint32(at + 4) : 0)
  const items: Item[] = []
  let position = at + (isEnterprise ? 8 : 4)
  while (position < end && items.length < mostItems) {
    const field = locate(view, position, end, length)
    if (field === undefined || field.next === position) return undefined
    items.push(readItem(type, view, field.at, field.next, templates, depth))
    position = field.next
  }
  return items
}

function readRecords(
  view: DataView,
  at: number,
  end: number,
  template: TemplateLayout | undefined,
  templates: Templates,
  depth: number,
): Item[] | undefined {
  if (template === undefined) return undefined
  const items: Item[] = []
  let position = at
  while (position + template.minimumLength <= end && items.length < mostItems) {
    const item: { [name: string]: Item } = {}
    for (const [index, { length }] of template.fields.entries()) {
      const field = locate(view, position, end, length)
      if (field === undefined) return undefined
      const { name, type } = template.elements[index]!
      if (name !== 'paddingOctets') item[name] = readItem(type, view, field.at, field.next, templates, depth)
      position = field.next
    }
    items.push(item)
  }
  return items
}

function readItem(type: ElementType, view: DataView, at: number, end: number, templates: Templates, depth: number): Item {
  const list = type.endsWith('List') ? readItems(type, view, at, end, templates, depth + 1) : undefined
  return list ?? readValue(type, view, at, end - at) ?? null
}

/** Where a field's value begins and ends; a length of 0xffff is told by the first byte or three (RFC 7011 section 7). */
function locate(view: DataView, position: number, end: number, declared: number): { at: number; next: number } | undefined {
  let at = position
  let length = declared
  if (declared === variableLength) {
    if (at + 1 > end) return undefined
    length = view.getUint8(at)
    at += 1
    if (length === 255) {
      if (at + 2 > end) return undefined
      length = view.getUint16(at)
      at += 2
    }
  }
  return at + length > end ? undefined : { at, next: at + length }
}
