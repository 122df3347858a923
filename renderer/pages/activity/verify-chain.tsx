import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { RequestOutput } from '../../../app/contract/requests.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatCount } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { perform } from '../../state/perform.ts'

type Verdict = RequestOutput<'activity.verify'>

/** The button that computes the whole hash chain again, and what came of it. */
export function useVerification() {
  const [verdict, setVerdict] = useState<Verdict>()
  const [busy, setBusy] = useState(false)
  const verify = async () => {
    setBusy(true)
    setVerdict(await perform('activity.verify', {}, 'The log could not be verified'))
    setBusy(false)
  }
  useCommand('activity.verify', busy ? undefined : () => void verify())
  const button = (
    <Button icon={<ShieldCheck aria-hidden />} isPending={busy} onPress={() => void verify()}>
      {busy ? 'Verifying…' : 'Verify the chain'}
    </Button>
  )
  return { button, result: verdict && <Result verdict={verdict} /> }
}

function Result({ verdict }: { verdict: Verdict }) {
  if (verdict.kind === 'intact') {
    return (
      <Notice tone="success" title="Intact.">
        Each of the {formatCount(verdict.lines)} lines holds the hash of the one before it.
      </Notice>
    )
  }
  return (
    <Notice tone="danger" title={`Broken at line ${verdict.seq}.`}>
      That line, or the one before it, is not what was written. Trust nothing from there on without another copy.
    </Notice>
  )
}
