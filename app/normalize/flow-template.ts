import { FlowReader } from './flow-reader.ts'
import { findElement, findV9Element, findV9Scope, type InformationElement } from './information-elements/index.ts'
import { variableLength, type FieldSpecifier, type TemplateDefinition, type TemplateLayout } from './template-definition.ts'

export interface Template extends TemplateLayout {
  /** Made once for all records of the template. */
  reader: FlowReader
}

/** Real templates have up to about a hundred fields; a datagram could name sixteen thousand. */
const mostFields = 1024

/** A template that records can be read by, or why it is none. */
export function compileTemplate(
  definition: TemplateDefinition,
  version: number,
): { kind: 'template'; template: Template } | { kind: 'bad'; message: string } {
  const { id, fields } = definition
  if (id < 256) return { kind: 'bad', message: `template ${id}: numbers below 256 are not for templates` }
  if (fields.length > mostFields) return { kind: 'bad', message: `template ${id}: ${fields.length} fields are too many` }
  const minimumLength = fields.reduce((sum, { length }) => sum + (length === variableLength ? 1 : length), 0)
  // A record without bytes could be read for ever.
  if (minimumLength === 0) return { kind: 'bad', message: `template ${id}: its records have no bytes` }
  const layout = { ...definition, elements: fields.map((field) => findSpecified(field, version)), minimumLength }
  return { kind: 'template', template: { ...layout, reader: new FlowReader(layout, version) } }
}

function findSpecified(field: FieldSpecifier, version: number): InformationElement {
  if (version === 10) return findElement(field.id, field.enterprise)
  return field.scope ? findV9Scope(field.id) : findV9Element(field.id)
}
