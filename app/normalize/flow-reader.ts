import type { Fields } from '../model/fields.ts'
import { chooseSteps, keepAll } from './flow-mapping.ts'
import type { FlowScratch } from './flow-scratch.ts'
import type { Step } from './flow-steps.ts'
import { variableLength, type TemplateLayout } from './template-definition.ts'

/**
 * A template, turned once into a list of steps with offsets and lengths worked out, so that a record is read without
 * looking at the template again.
 */
export class FlowReader {
  private readonly length: number
  private readonly steps: Step[] = []
  private readonly offsets: number[] = []
  private readonly lengths: number[] = []
  /** By field, for templates with fields of variable length; otherwise empty. */
  private readonly walk: { length: number; steps: readonly Step[] }[] = []

  constructor(template: TemplateLayout, version: number) {
    this.length = template.minimumLength
    const steps = template.kind === 'data' ? chooseSteps(template.elements, version) : keepAll(template.elements)
    const fields = template.fields.map(({ length }, index) => ({ length, steps: steps[index] ?? [] }))
    if (fields.some(({ length }) => length === variableLength)) this.walk = fields
    else this.layOut(fields)
  }

  private layOut(fields: readonly { length: number; steps: readonly Step[] }[]): void {
    let offset = 0
    for (const { length, steps } of fields) {
      for (const step of length === 0 ? [] : steps) {
        this.steps.push(step)
        this.offsets.push(offset)
        this.lengths.push(length)
      }
      offset += length
    }
  }

  /** Reads the record at `at`, which must lie before `limit`; returns where the next begins, or −1 where it runs over `limit`. */
  read(fields: Fields, view: DataView, at: number, limit: number, scratch: FlowScratch): number {
    if (this.walk.length > 0) return this.readVariable(fields, view, at, limit, scratch)
    const next = at + this.length
    if (next > limit) return -1
    const { steps, offsets, lengths } = this
    for (let index = 0; index < steps.length; index += 1) {
      steps[index]!(fields, view, at + offsets[index]!, lengths[index]!, scratch)
    }
    return next
  }

  private readVariable(fields: Fields, view: DataView, start: number, limit: number, scratch: FlowScratch): number {
    let at = start
    for (const { length: declared, steps } of this.walk) {
      let length = declared
      if (declared === variableLength) {
        // RFC 7011 section 7: one byte, or 255 and two.
        if (at + 1 > limit) return -1
        length = view.getUint8(at)
        at += 1
        if (length === 255) {
          if (at + 2 > limit) return -1
          length = view.getUint16(at)
          at += 2
        }
      }
      if (at + length > limit) return -1
      if (length > 0 || declared === variableLength) for (const step of steps) step(fields, view, at, length, scratch)
      at += length
    }
    return at
  }
}
