import { useMemo, useRef, useState } from 'react'
import { DataTable, type DataTableHandle, type SortState } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Faint, ListPage } from '../../components/list-page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatMany } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { refine, useParameter } from '../../query/view.ts'
import { useFlags } from '../../state/flags.ts'
import { useModels } from '../../state/models.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useNarrowWindow } from '../../state/use-narrow-window.ts'
import { useNow } from '../../state/use-time.ts'
import { modelColumns } from './model-columns.tsx'
import { modelsOf, type Model } from './model-list.ts'
import { ModelPanel } from './model-panel.tsx'
import styles from './models.module.css'

const rowId = ({ info }: Model) => info.name
const rowLabel = ({ info }: Model) => info.title

/** What is usual, learnt from this console's own history: which models judge now, and on what they were trained. */
export function ModelsPage() {
  const [loaded, again] = useModels()
  const [sort, setSort] = useState<SortState>()
  const openId = useParameter('set')
  const zone = usePreferences(({ timeZone }) => timeZone)
  const now = useNow(10_000)
  const table = useRef<DataTableHandle>(null)

  const answer = loaded.output
  const rows = useMemo(() => {
    const models = answer === undefined ? [] : modelsOf(answer)
    if (sort?.column !== 'title') return models
    const sorted = models.toSorted((one, two) => one.info.title.localeCompare(two.info.title))
    return sort.descending ? sorted.reverse() : sorted
  }, [answer, sort])
  const narrow = useNarrowWindow()
  const open = rows.find((model) => rowId(model) === openId)
  const columns = useMemo(() => modelColumns({ zone, now, brief: open !== undefined, narrow }), [zone, now, open, narrow])
  const close = () => {
    refine({ set: undefined, tab: undefined, version: undefined })
    table.current?.focus(openId)
  }
  const show = (model: Model) => refine({ set: rowId(model), version: undefined })
  useCommand('list.next', rows.length > 0 ? () => table.current?.move(1) : undefined)
  useCommand('list.previous', rows.length > 0 ? () => table.current?.move(-1) : undefined)
  useCommand('list.open', rows.length > 0 ? () => table.current?.open() : undefined)
  useCommand('list.back', open === undefined ? undefined : close)

  const inForce = rows.filter((model) => model.inForce !== undefined).length
  return (
    <ListPage
      title="Models"
      sideLabel="Model"
      side={open && answer && <ModelPanel key={openId} model={open} answer={answer} onClose={close} />}
      toolbar={<Faint role="status">{answer !== undefined && `${inForce} of ${formatMany(rows.length, 'model')} in force`}</Faint>}
    >
      {loaded.kind === 'failed' && <ErrorState title="The models could not be listed" error={loaded.error} onRetry={again} />}
      {loaded.kind === 'loading' && answer === undefined && <Skeleton lines={6} label="Loading models" />}
      {answer !== undefined && (
        <DataTable
          id="models"
          label="Models"
          rows={rows}
          rowId={rowId}
          rowLabel={rowLabel}
          columns={columns}
          handle={table}
          openId={openId}
          onOpen={show}
          onActive={(model) => openId !== undefined && show(model)}
          {...(sort && { sort })}
          onSort={(next) => setSort(next.column === sort?.column && sort.descending === false ? undefined : next)}
          empty={<EmptyState title="There are no kinds of models in this version" />}
          footer={<HowItWorks flag={answer.flag} />}
        />
      )}
    </ListPage>
  )
}

/** What a newcomer has to know, where the list leaves room for it. */
function HowItWorks({ flag }: { flag: string }) {
  const enabled = useFlags(({ flags }) => flags?.find(({ name }) => name === flag)?.enabled)
  return (
    <div className={styles.how}>
      <h2 className={styles.heading}>How a model comes to judge</h2>
      <ol className={styles.steps}>
        <li>
          <strong>Train</strong> it on the records stored here. What stood under an event you confirmed is left out.
        </li>
        <li>
          <strong>Compare</strong> the new version with the one in force, on the same days.
        </li>
        <li>
          <strong>Put it in force</strong>. From the next record on it says what is unlike what it learnt, and why. Roll back, or undo,
          brings the one before back.
        </li>
      </ol>
      <p className={styles.muted}>
        Where a row is an entity in a window of time, a model says nothing until the window has ended: half a window looks like an idle one.
        Its events come up to a window’s length late, and say when it was.
      </p>
      {enabled === false && (
        <p className={styles.muted}>
          <code>{flag}</code> is off: what models notice is counted, and no event is made of it. <a href="#/flags">Flags</a>
        </p>
      )}
    </div>
  )
}
