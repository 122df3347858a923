import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Section } from '../../components/page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { flagEnabled, listFlags, useFlags } from '../../state/flags.ts'
import { perform } from '../../state/perform.ts'
import { goTo } from '../../state/route.ts'
import { greet, useSession } from '../../state/session.ts'
import styles from './start.module.css'

const choices = [
  { title: 'Detect and alert', text: 'Look for anomalies, and tell me about the graver ones.', detection: true, alerting: true },
  { title: 'Detect only', text: 'Look for anomalies; I will look at the queue myself.', detection: true, alerting: false },
  { title: 'Only store', text: 'Keep records searchable. No events for now.', detection: false, alerting: false },
] as const

/** Asked once, plainly; what was answered can be changed on Flags at any time. */
export function FirstQuestion() {
  const hello = useSession((session) => session.hello)
  const [busy, setBusy] = useState(false)
  if (hello === undefined) return <Skeleton lines={3} label="Connecting to the engine" />
  if (!hello.first_run) return <Standing />
  const answer = async (detection: boolean, alerting: boolean) => {
    setBusy(true)
    const output = await perform('firstRun.finish', { detection, alerting }, 'The answer could not be kept')
    if (output !== undefined) await Promise.all([greet(), listFlags()])
    setBusy(false)
  }
  return (
    <Section
      title="What may Vedette do with what it receives?"
      description="Nothing is ever blocked unless you switch that on as well. Change your mind on Flags."
    >
      <div className={styles.choices}>
        {choices.map(({ title, text, detection, alerting }) => (
          <div key={title} className={styles.choice}>
            <Button
              variant={detection && alerting ? 'primary' : 'default'}
              isPending={busy}
              onPress={() => void answer(detection, alerting)}
            >
              {title}
            </Button>
            <p>{text}</p>
          </div>
        ))}
      </div>
    </Section>
  )
}

/** Once answered: how things stand, and where to change them. */
function Standing() {
  const flags = useFlags((state) => state.flags)
  const detection = flagEnabled(flags, 'detection')
  const alerting = flagEnabled(flags, 'alerting')
  if (detection === undefined) return null
  return (
    <Notice
      tone={detection ? 'success' : 'warning'}
      title={detection ? 'Detection is on.' : 'Detection is off.'}
      actions={
        <Button size="small" onPress={() => goTo('flags')}>
          Flags
        </Button>
      }
    >
      {detection ? `Alerting is ${alerting ? 'on' : 'off'}.` : 'Records are stored and can be searched; no events are made.'}
    </Notice>
  )
}
