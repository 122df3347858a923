import type { InformationElement } from './information-elements/index.ts'

/** One field of a template, as it came off the wire. */
export interface FieldSpecifier {
  id: number
  /** Private enterprise number, 0 for none. */
  enterprise: number
  /** Bytes; `variableLength` for a length that each record tells. */
  length: number
  /** In an options template: says what the record is about. */
  scope: boolean
}

/** RFC 7011 section 7. */
export const variableLength = 0xffff

export interface TemplateDefinition {
  id: number
  kind: 'data' | 'options'
  fields: readonly FieldSpecifier[]
}

/** A template whose fields have been looked up. */
export interface TemplateLayout extends TemplateDefinition {
  /** By position, as `fields`. */
  elements: readonly InformationElement[]
  /** No record of this template is shorter; bytes. */
  minimumLength: number
}

export function isSameDefinition(template: TemplateDefinition, other: TemplateDefinition): boolean {
  if (template.kind !== other.kind || template.fields.length !== other.fields.length) return false
  return template.fields.every((field, index) => {
    const twin = other.fields[index]!
    return field.id === twin.id && field.length === twin.length && field.enterprise === twin.enterprise && field.scope === twin.scope
  })
}
