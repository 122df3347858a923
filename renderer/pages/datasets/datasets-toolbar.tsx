import { FileUp, Send, Sparkles } from 'lucide-react'
import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Button } from '../../components/button.tsx'
import { ColumnMenu } from '../../components/column-menu.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { Faint, ToolbarGap } from '../../components/list-page.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import styles from './datasets.module.css'

export interface DatasetsToolbarProps {
  text: string
  onText: (text: string) => void
  shown: number
  total: number
  columns: readonly DataColumn<DatasetSummary>[]
  onImport: () => void
  onSend: () => void
  onLanguageModel: () => void
}

/** Which datasets, and the ways by which they come in. */
export function DatasetsToolbar({ text, onText, shown, total, columns, onImport, onSend, onLanguageModel }: DatasetsToolbarProps) {
  return (
    <>
      <div className={styles.search}>
        <TextField aria-label="Find a dataset or role" placeholder="Find a dataset or role" type="search" value={text} onChange={onText} />
      </div>
      <Faint role="status">{shown === total ? formatMany(total, 'dataset') : `${shown} of ${formatMany(total, 'dataset')}`}</Faint>
      <ToolbarGap />
      <span className={styles.buttons}>
        <Button size="small" icon={<Send aria-hidden />} onPress={onSend}>
          Send
        </Button>
        <Button size="small" icon={<FileUp aria-hidden />} onPress={onImport}>
          Import a file
        </Button>
        <Button size="small" icon={<Sparkles aria-hidden />} onPress={onLanguageModel}>
          Language model
        </Button>
        <ColumnMenu id="datasets" columns={columns} />
      </span>
    </>
  )
}
