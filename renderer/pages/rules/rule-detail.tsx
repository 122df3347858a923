import { X } from 'lucide-react'
import { decisionThresholds } from '../../../app/model/decision.ts'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { formatName } from '../../format.ts'
import { useFlags } from '../../state/flags.ts'
import { goTo } from '../../state/route.ts'
import { useSession } from '../../state/session.ts'
import { ParameterTable } from './parameter-table.tsx'
import type { Rule } from './rule-list.ts'
import styles from './rules.module.css'

/** Everything known of one rule, beside the list. */
export function RuleDetail({ rule: { profile, detector }, onClose }: { rule: Rule; onClose: () => void }) {
  const flag = useFlags(({ flags }) => flags?.find(({ name }) => name === detector?.flag))
  return (
    <div className={styles.detail}>
      <header className={styles.detailHeader}>
        <h2>{profile.title}</h2>
        <IconButton icon={<X aria-hidden />} label="Close the rule" keys="Escape" size="small" onPress={onClose} />
      </header>
      <div className={styles.detailBody} role="group" aria-label={`About ${profile.title}`} tabIndex={0}>
        <p>{profile.description}</p>
        <KeyValue>
          <KeyValueRow name="Anomaly type">
            <code>{profile.anomaly_type}</code>
          </KeyValueRow>
          <KeyValueRow name="Severity">
            <SeverityBadge severity={profile.severity} />
          </KeyValueRow>
          <KeyValueRow name="Risk score">
            {profile.risk_score} of 100: {consequence(profile.risk_score)}
          </KeyValueRow>
          <KeyValueRow name="Category">{formatName(profile.category)}</KeyValueRow>
          <KeyValueRow name="ATT&CK">
            {profile.techniques.length === 0
              ? 'none'
              : profile.techniques.map(({ id, name, version }) => (
                  <p key={id}>
                    {id} {name} <span className={styles.faint}>(matrix {version})</span>
                  </p>
                ))}
          </KeyValueRow>
          <KeyValueRow name="Flag">
            {detector === undefined ? '—' : <code>{detector.flag}</code>}
            {flag !== undefined && ` is ${flag.enabled ? 'on' : 'off'}`}
          </KeyValueRow>
        </KeyValue>
        <p>
          <Button size="small" onPress={() => goTo('queue', { q: `rule:${profile.anomaly_type}`, status: 'all' })}>
            Its events
          </Button>
        </p>
        {detector !== undefined && (
          <>
            <h3>Detector: {detector.title}</h3>
            <p className={styles.description}>{detector.description}</p>
            {detector.parameters.length > 0 && <ParameterTable detector={detector} profile={profile} />}
            <WhereSet detector={detector.name} parameter={detector.parameters[0]?.name} />
          </>
        )}
      </div>
    </div>
  )
}

function WhereSet({ detector, parameter }: { detector: string; parameter: string | undefined }) {
  const home = useSession(({ hello }) => (hello?.sample === true ? undefined : hello?.home))
  if (parameter === undefined) return <p className={styles.faint}>This detector has no parameters.</p>
  return (
    <div className={styles.where}>
      <p>
        Parameters are set in <code>vedette.yml</code>
        {home !== undefined && (
          <>
            {' '}
            (in <code>{home}</code>)
          </>
        )}{' '}
        under <code>detectors:</code>, and hold from the next start of the engine:
      </p>
      <Copyable text={`detectors: { ${detector}: { ${parameter}: … } }`} label="Copy the setting" />
    </div>
  )
}

/** What a risk score leads to (DESIGN section 2). */
function consequence(score: number): string {
  if (score >= decisionThresholds.block) return 'alerts, asks for more proof, and blocks, where the flags allow'
  if (score >= decisionThresholds.step_up) return 'alerts and asks for more proof'
  if (score >= decisionThresholds.alert) return 'alerts, where the flag allows'
  return 'recorded, no alert'
}
