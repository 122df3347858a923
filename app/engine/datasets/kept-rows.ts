import { createMasker, type Masker } from '../../decide/masking/masker.ts'
import type { DatasetRequest } from '../../detect/datasets/request-checks.ts'
import { unwrapRow, type Row } from '../../detect/datasets/values.ts'
import type { DatasetThreadSettings } from '../../pipeline/dataset-messages.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'

export interface KeptRowsParts {
  store: Pick<DatasetStore, 'knowsRow'>
  settings: DatasetThreadSettings
  sha256: (text: string) => string
  turn: () => Promise<unknown>
}

/** Of what is kept by its name. */
export const longestName = 200

/** Rows in the form in which they are looked at and kept: masked, a batch at a time. */
export class KeptRows {
  private readonly parts: KeptRowsParts
  private masker: Masker
  private batch: number

  constructor(parts: KeptRowsParts) {
    this.parts = parts
    this.masker = createMasker(parts.settings.masking)
    this.batch = parts.settings.datasets.max_records_per_batch
  }

  configure({ masking, datasets }: DatasetThreadSettings): void {
    this.masker = createMasker(masking)
    this.batch = datasets.max_records_per_batch
  }

  async mask(rows: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
    const masked: Record<string, unknown>[] = []
    for (const [at, row] of rows.entries()) {
      masked.push(this.masker.metadata(unwrapRow(row)))
      if (at % this.batch === this.batch - 1) await this.parts.turn()
    }
    return masked
  }

  maskRequest(request: DatasetRequest): DatasetRequest {
    const text = (value: string) => this.masker.text(value.slice(0, longestName))
    return {
      ...request,
      role: text(request.role),
      user: request.user === null ? null : text(request.user),
      operationName: request.operationName === null ? null : text(request.operationName),
    }
  }

  /** As a row is kept, with 48 bits of its hash. */
  write(row: Row): { data: string; hash: number } {
    const data = JSON.stringify(row)
    return { data, hash: Number.parseInt(this.parts.sha256(data).slice(0, 12), 16) }
  }

  /** Whether a row of a dataset was there before. */
  recall(dataset: number): (row: Row) => boolean {
    return (row) => {
      const { data, hash } = this.write(row)
      return this.parts.store.knowsRow(dataset, hash, data)
    }
  }
}
