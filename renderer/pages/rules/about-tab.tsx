import type { ReactNode } from 'react'
import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import type { Flag } from '../../../app/model/flag.ts'
import { Button } from '../../components/button.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { formatAge, formatCount, formatName, formatShort } from '../../format.ts'
import { goTo } from '../../state/route.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import { consequenceOf } from './consequence.ts'
import { falseShare, type Rule } from './rule-list.ts'
import { healthLooks } from './rule-health.tsx'
import { VerdictBar } from './verdict-bar.tsx'
import layout from '../../components/layout.module.css'
import styles from './rules.module.css'

/** What the rule looks for, how it has done, and what raises it. */
export function AboutTab({ rule: { profile, detector }, detail, flag }: { rule: Rule; detail: ProfileDetail; flag: Flag | undefined }) {
  return (
    <div className={layout.tab}>
      <p>{profile.description}</p>
      <Scorecard statistics={detail.statistics} />
      <section aria-label="Profile">
        <h3 className={styles.heading}>Profile</h3>
        <KeyValue>
          <KeyValueRow name="Risk score">
            {profile.risk_score} of 100: {consequenceOf(profile.risk_score)}
          </KeyValueRow>
          <KeyValueRow name="Category">{formatName(profile.category)}</KeyValueRow>
          <KeyValueRow name="ATT&CK">
            {profile.techniques.length === 0
              ? 'none'
              : profile.techniques.map(({ id, name, version }) => (
                  <p key={id}>
                    <code>{id}</code> {name} <span className={styles.faint}>(matrix {version})</span>
                  </p>
                ))}
          </KeyValueRow>
          <KeyValueRow name="Flag">
            {detail.statistics.flag === undefined ? 'none' : <code>{detail.statistics.flag}</code>}
            {flag !== undefined && (
              <>
                {' '}
                is {flag.enabled ? 'on' : 'off'} · <a href="#/flags">Flags</a>
              </>
            )}
          </KeyValueRow>
        </KeyValue>
      </section>
      {detector === undefined ? (
        <Block title="Raised by applications">
          Other programs report it through the API; no detector here looks for it. It has a score, a severity and a category, and no
          parameters.
        </Block>
      ) : (
        <Block title={`Detector: ${detector.title}`}>{detector.description}</Block>
      )}
    </div>
  )
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      <p className={styles.description}>{children}</p>
    </section>
  )
}

/** How the rule has done, in the analysts' own verdicts. */
function Scorecard({ statistics }: { statistics: ProfileDetail['statistics'] }) {
  const now = useNow(10_000)
  const time = useTime()
  const share = falseShare(statistics)
  const events = (status: string) => goTo('queue', { q: `rule:${statistics.anomaly_type}`, status, range: 'all' })
  return (
    <section aria-label="How it has done" className={styles.scorecard}>
      <Figures>
        <Figure title="Events a day" value={formatShort(statistics.events_per_day)} note="last 7 days" />
        <Figure title="Open" value={formatCount(statistics.open)} note="wait for a verdict" />
        <Figure title="False" value={share === undefined ? '–' : `${Math.round(share * 100)} %`} note="of its verdicts" />
        <Figure
          title="Last fired, ago"
          value={statistics.last_fired === undefined ? 'never' : formatAge(statistics.last_fired, now)}
          note={statistics.last_fired === undefined ? 'in this store' : time(statistics.last_fired)}
        />
      </Figures>
      <VerdictBar statistics={statistics} wide />
      <p className={styles.faint}>{healthLooks[statistics.health].means}</p>
      <div className={styles.buttons}>
        <Button size="small" onPress={() => events('open')}>
          Its open events
        </Button>
        <Button size="small" onPress={() => events('all')}>
          All its events
        </Button>
      </div>
    </section>
  )
}
