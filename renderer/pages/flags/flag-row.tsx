import { Users } from 'lucide-react'
import { useState } from 'react'
import type { Flag } from '../../../app/model/flag.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatAgo, formatMany } from '../../format.ts'
import { setFlag } from '../../state/flags.ts'
import { offerUndo } from '../../state/undo.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import { FlagEffects } from './flag-effects.tsx'
import { describeTargeting } from './targeting.ts'
import styles from './flags.module.css'

export interface FlagRowProps {
  flag: Flag
  /** It has no effect while detection is off. */
  idle: boolean
  onTarget: () => void
}

export function FlagRow({ flag, idle, onTarget }: FlagRowProps) {
  const [busy, setBusy] = useState(false)
  const foreign = flag.provider === 'openfeature'
  const change = async (enabled: boolean) => {
    if (busy) return
    setBusy(true)
    if (await setFlag(flag.name, { enabled }))
      offerUndo(`${flag.name} is ${word(enabled)}`, () => setFlag(flag.name, { enabled: !enabled }))
    setBusy(false)
  }
  const whom = describeTargeting(flag.targeting)
  return (
    <tr>
      <td>
        <Switch isSelected={flag.enabled} isDisabled={foreign} onChange={(enabled) => void change(enabled)}>
          <span className={styles.name}>{flag.name}</span>
        </Switch>
        <p className={styles.description}>
          {flag.description}
          {idle && flag.enabled && <span className={styles.idle}> No effect while detection is off.</span>}
          <span className={styles.idle}> Default {word(flag.default)}.</span>
        </p>
      </td>
      <td>
        {foreign ? (
          <span title="Its value comes from an OpenFeature provider; it cannot be set here">
            <Badge tone="info">OpenFeature answers</Badge>
          </span>
        ) : (
          <span className={styles.target}>
            <Button
              size="small"
              variant="quiet"
              icon={<Users aria-hidden />}
              onPress={onTarget}
              aria-label={`${flag.name} is for ${whom}: change`}
            >
              {whom}
            </Button>
          </span>
        )}
      </td>
      <td>
        <FlagEffects flag={flag} />
        {flag.failures > 0 && (
          <p title={`Taken at the safe default: ${word(flag.default)}`}>
            <Badge tone="danger">{formatMany(flag.failures, 'failed read')}</Badge>
          </p>
        )}
      </td>
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
    <span title={time(flag.changed_at)}>
      {formatAgo(flag.changed_at, now)}
      {flag.changed_by !== undefined && <span className={styles.who}>by {flag.changed_by}</span>}
    </span>
  )
}

function word(enabled: boolean): string {
  return enabled ? 'on' : 'off'
}
