import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { notifyFailure } from '../state/notices.ts'
import { showStore } from '../state/session.ts'

/** On a page that has nothing to say of the SAMPLE store: what it would show, and the way there. */
export function SampleNotice({ children }: { children: string }) {
  const leave = async () => {
    const problem = await showStore('live')
    if (problem !== undefined) notifyFailure('The live store cannot be shown', problem)
  }
  return (
    <Notice
      actions={
        <Button size="small" onPress={() => void leave()}>
          Back to live data
        </Button>
      }
    >
      {children}
    </Notice>
  )
}
