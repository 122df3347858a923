import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { retryConnection, useConnection } from '../state/connection.ts'
import { notifyFailure } from '../state/notices.ts'
import { goTo } from '../state/route.ts'
import { showStore, useSession } from '../state/session.ts'
import { useNow } from '../state/use-time.ts'

/** What must be known on every page: that this is not real data, that the connection is gone. */
export function Banners() {
  return (
    <>
      <ConnectionBanner />
      <SampleBanner />
    </>
  )
}

function SampleBanner() {
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  if (!sample) return null
  const leave = async () => {
    const problem = await showStore('live')
    if (problem !== undefined) notifyFailure('The live store cannot be shown', problem)
  }
  return (
    <Notice
      banner
      tone="warning"
      title="SAMPLE"
      actions={
        <>
          <Button size="small" onPress={() => goTo('start')}>
            About the sample
          </Button>
          <Button size="small" onPress={() => void leave()}>
            Back to live data
          </Button>
        </>
      }
    >
      You are looking at a made-up day in a store of its own. Nothing here happened on your network.
    </Notice>
  )
}

function ConnectionBanner() {
  const state = useConnection((connection) => connection.state)
  // A connection that is back within a second is no news.
  const [late, setLate] = useState(false)
  const waiting = state.kind === 'waiting' || state.kind === 'connecting'
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => setLate(true), 1_000)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waiting])
  if (state.kind === 'refused') {
    return (
      <Notice
        banner
        tone="danger"
        title="Not let in."
        actions={
          <Button size="small" onPress={retryConnection}>
            Try again
          </Button>
        }
      >
        {state.message}
      </Notice>
    )
  }
  if (!waiting || !late) return null
  return (
    <Notice
      banner
      tone="danger"
      title="No connection to the engine."
      actions={
        <Button size="small" onPress={retryConnection}>
          Try now
        </Button>
      }
    >
      {state.kind === 'waiting' ? state.message : 'Connecting…'} What you see may be out of date.
      {state.kind === 'waiting' && <RetryIn at={state.retry_at} />}
    </Notice>
  )
}

function RetryIn({ at }: { at: number }) {
  const seconds = Math.ceil((at - useNow()) / 1_000)
  return seconds > 0 ? <> Next try in {seconds} s.</> : null
}
