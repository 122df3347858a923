import { useState } from 'react'
import type { Flag } from '../../../app/model/flag.ts'
import { Switch } from '../../components/switch.tsx'
import { formatAgo } from '../../format.ts'
import { setFlag } from '../../state/flags.ts'
import { offerUndo } from '../../state/undo.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import styles from './flags.module.css'

/** `idle`: it has no effect while detection is off. */
export function FlagRow({ flag, idle }: { flag: Flag; idle: boolean }) {
  const [busy, setBusy] = useState(false)
  const change = async (enabled: boolean) => {
    if (busy) return
    setBusy(true)
    if (await setFlag(flag.name, enabled)) offerUndo(`${flag.name} is ${word(enabled)}`, () => setFlag(flag.name, !enabled))
    setBusy(false)
  }
  return (
    <tr>
      <td>
        <Switch isSelected={flag.enabled} onChange={(enabled) => void change(enabled)}>
          <span className={styles.name}>{flag.name}</span>
        </Switch>
      </td>
      <td>
        {flag.description}
        {idle && flag.enabled && <span className={styles.idle}> No effect while detection is off.</span>}
      </td>
      <td className={styles.quiet}>{word(flag.default)}</td>
      <td className={styles.quiet}>
        <Changed flag={flag} />
      </td>
    </tr>
  )
}

function Changed({ flag }: { flag: Flag }) {
  const time = useTime()
  const now = useNow(10_000)
  if (flag.changed_at === undefined) return <>never</>
  return (
    <span title={time(flag.changed_at)} className={styles.changed}>
      {formatAgo(flag.changed_at, now)}
      {flag.changed_by !== undefined && ` by ${flag.changed_by}`}
    </span>
  )
}

function word(enabled: boolean): string {
  return enabled ? 'on' : 'off'
}
