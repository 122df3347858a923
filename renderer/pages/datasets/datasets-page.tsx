import { useMemo, useRef, useState } from 'react'
import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Button } from '../../components/button.tsx'
import { DataTable, type DataTableHandle, type SortState } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { useDatasets } from '../../state/datasets.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useNarrowWindow } from '../../state/use-narrow-window.ts'
import { useNow } from '../../state/use-time.ts'
import { readKey, writeKey } from './dataset-address.ts'
import { cleanDatasets } from './dataset-actions.ts'
import { datasetColumns } from './dataset-columns.tsx'
import { findDatasets, sortDatasets, type DatasetSort } from './dataset-list.ts'
import { DatasetPanel } from './dataset-panel.tsx'
import { DatasetsToolbar } from './datasets-toolbar.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { LanguageModelDialog } from './language-model-dialog.tsx'
import { SendDialog } from './send-dialog.tsx'
import { useDatasetKeys } from './use-dataset-keys.ts'

const showForm = (form: 'import' | 'send' | 'language-model' | undefined) => refine({ form })
const rowLabel = ({ name, role }: DatasetSummary) => `${name} for ${role}`

/** Answers of applications' queries, watched for what should not be in them. */
export function DatasetsPage() {
  const [loaded, again] = useDatasets()
  const [text, setText] = useState('')
  const [sort, setSort] = useState<SortState>()
  const dialog = useParameter('form')
  const openId = useParameter('dataset')
  const zone = usePreferences(({ timeZone }) => timeZone)
  const now = useNow(10_000)
  const narrow = useNarrowWindow()
  const table = useRef<DataTableHandle>(null)

  const all = loaded.output?.datasets
  const rows = useMemo(
    () => sortDatasets(findDatasets(all ?? [], text), sort && { column: sort.column as DatasetSort, descending: sort.descending }),
    [all, text, sort],
  )
  const openKey = readKey(openId)
  const open = openKey && all?.find((one) => writeKey(one) === writeKey(openKey))
  const columns = useMemo(() => datasetColumns({ zone, now, brief: open !== undefined, narrow }), [zone, now, open, narrow])
  const close = () => {
    refine({ dataset: undefined, tab: undefined, run: undefined })
    table.current?.focus(openId)
  }
  const show = (dataset: DatasetSummary) => refine({ dataset: writeKey(dataset), run: undefined })
  useDatasetKeys({ table, any: rows.length > 0, close: open && close, clean: () => void cleanDatasets() })
  const shut = () => showForm(undefined)

  return (
    <ListPage
      title="Datasets"
      sideLabel="Dataset"
      side={open && <DatasetPanel key={openId} dataset={open} onClose={close} />}
      toolbar={
        <DatasetsToolbar
          text={text}
          onText={setText}
          shown={rows.length}
          total={all?.length ?? 0}
          columns={columns}
          onImport={() => showForm('import')}
          onSend={() => showForm('send')}
          onLanguageModel={() => showForm('language-model')}
        />
      }
      foot={
        <>
          {dialog === 'import' && <ImportDialog datasets={all ?? []} onClose={shut} />}
          {dialog === 'send' && <SendDialog onClose={shut} />}
          {dialog === 'language-model' && <LanguageModelDialog datasets={all ?? []} onClose={shut} />}
        </>
      }
    >
      {loaded.kind === 'failed' && <ErrorState title="The datasets could not be listed" error={loaded.error} onRetry={again} />}
      {loaded.kind === 'loading' && all === undefined && <Skeleton lines={8} label="Loading datasets" />}
      {all !== undefined && (
        <DataTable
          id="datasets"
          label="Datasets"
          rows={rows}
          rowId={writeKey}
          rowLabel={rowLabel}
          columns={columns}
          handle={table}
          openId={openId}
          onOpen={show}
          onActive={(dataset) => open !== undefined && show(dataset)}
          {...(sort && { sort })}
          onSort={(next) => setSort(next.column === sort?.column && sort.descending === false ? undefined : next)}
          empty={
            all.length > 0 ? (
              <EmptyState title="No dataset is called that" actions={<Button onPress={() => setText('')}>Show all {all.length}</Button>} />
            ) : (
              <NothingReceived onImport={() => showForm('import')} onSend={() => showForm('send')} />
            )
          }
        />
      )}
    </ListPage>
  )
}

function NothingReceived({ onImport, onSend }: { onImport: () => void; onSend: () => void }) {
  return (
    <EmptyState
      title="No answers have been received yet"
      actions={
        <>
          <Button variant="primary" onPress={onSend}>
            Send from an application
          </Button>
          <Button onPress={onImport}>Import a file</Button>
        </>
      }
    >
      An application sends what its queries were answered, and each dataset is learnt by itself for each role: its fields, its figures, its
      rows. After 100 rows it is said what does not belong there.
    </EmptyState>
  )
}
