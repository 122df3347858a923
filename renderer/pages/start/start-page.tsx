import { Page } from '../../components/page.tsx'
import { useSession } from '../../state/session.ts'
import { FirstQuestion } from './first-question.tsx'
import { ImportWay } from './import-way.tsx'
import { ListenWay } from './listen-way.tsx'
import { SampleWay } from './sample-way.tsx'
import styles from './start.module.css'

/** The first-run question, then three ways to a first event; always there again under “Getting started”. */
export function StartPage() {
  const view = useSession((session) => session.view)
  return (
    <Page title="Getting started" description="Everything stays on this machine. Nothing is sent anywhere.">
      {view === 'live' && <FirstQuestion />}
      <div className={styles.ways}>
        {view === 'live' && <ListenWay />}
        {view === 'live' && <ImportWay />}
        <SampleWay />
      </div>
    </Page>
  )
}
