import { Exporter, exporterName, type ExporterKey } from './flow-exporter.ts'
import { compileTemplate } from './flow-template.ts'
import { isSameDefinition, type FieldSpecifier, type TemplateDefinition } from './template-definition.ts'

const mostExporters = 1024
/** Over all templates of all exporters: about 20 MB. */
const mostFields = 100_000

export type TemplateChange = { kind: 'new' } | { kind: 'known' } | { kind: 'bad'; message: string }

interface ExporterSnapshot extends ExporterKey {
  templates: TemplateDefinition[]
  samplers: [number, number][]
  applications: [string, string][]
  interfaces: [string, string][]
  bootTime: number | null
}

/** Every exporter that has sent a template, the one used last at the end; the first is forgotten when there are too many. */
export class Exporters {
  private readonly byName = new Map<string, Exporter>()
  private fields = 0

  find(name: string): Exporter | undefined {
    const exporter = this.byName.get(name)
    if (exporter !== undefined) {
      this.byName.delete(name)
      this.byName.set(name, exporter)
    }
    return exporter
  }

  /** Exporters repeat their templates every minute or so: one that is the same stays as it is, with its reader. */
  define(key: ExporterKey, definition: TemplateDefinition): TemplateChange {
    const name = exporterName(key)
    const exporter = this.find(name) ?? new Exporter(key)
    const known = exporter.templates.get(definition.id)
    if (known !== undefined && isSameDefinition(known, definition)) return { kind: 'known' }
    const compiled = compileTemplate(definition, key.version)
    if (compiled.kind === 'bad') return compiled
    this.byName.set(name, exporter)
    this.fields += definition.fields.length - (known?.fields.length ?? 0)
    // Taken out first, so that the template defined last is the last in the map.
    exporter.templates.delete(definition.id)
    exporter.templates.set(definition.id, compiled.template)
    this.shrink(exporter)
    return { kind: 'new' }
  }

  snapshot(): ExporterSnapshot[] {
    return [...this.byName.values()].map(({ key, templates, samplers, applications, interfaces, bootTime }) => ({
      ...key,
      templates: [...templates.values()].map(({ id, kind, fields }) => ({ id, kind, fields })),
      samplers: [...samplers],
      applications: [...applications],
      interfaces: [...interfaces],
      bootTime: Number.isNaN(bootTime) ? null : bootTime,
    }))
  }

  /** Takes what `snapshot` gave, by way of JSON. */
  restore(state: unknown): void {
    this.byName.clear()
    this.fields = 0
    if (!Array.isArray(state)) return
    for (const saved of state as ExporterSnapshot[]) {
      const { peer, version, domain } = saved
      for (const { id, kind, fields } of saved.templates)
        this.define({ peer, version, domain }, { id, kind, fields: fields.map(copyField) })
      const exporter = this.byName.get(exporterName(saved))
      if (exporter === undefined) continue
      for (const [key, value] of saved.samplers) exporter.samplers.set(key, value)
      for (const [key, value] of saved.applications) exporter.applications.set(key, value)
      for (const [key, value] of saved.interfaces) exporter.interfaces.set(key, value)
      exporter.bootTime = saved.bootTime ?? NaN
    }
  }

  private shrink(current: Exporter): void {
    for (const [name, exporter] of this.byName) {
      if (this.byName.size <= mostExporters && this.fields <= mostFields) return
      if (exporter === current) break
      this.byName.delete(name)
      this.fields -= exporter.fieldCount
    }
    for (const [id, { fields }] of current.templates) {
      if (this.fields <= mostFields) return
      current.templates.delete(id)
      this.fields -= fields.length
    }
  }
}

const copyField = ({ id, enterprise, length, scope }: FieldSpecifier): FieldSpecifier => ({ id, enterprise, length, scope })
