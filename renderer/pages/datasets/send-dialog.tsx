import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { perform } from '../../state/perform.ts'
import { useRequest } from '../../state/use-request.ts'
import { datasetCurl } from './dataset-curl.ts'
import styles from './datasets.module.css'

/** How an application sends what its queries were answered: a command that does it once, ready to run. */
export function SendDialog({ onClose }: { onClose: () => void }) {
  const [loaded, again] = useRequest('tokens.list', {})
  const api = loaded.output?.api
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title="Send from an application"
      actions={
        <Button variant="primary" onPress={onClose}>
          Done
        </Button>
      }
    >
      <div className={styles.dialog}>
        <p>
          A response hook posts each query with its answer. Fields, figures and rows are learnt for each role by itself; what does not
          belong there becomes an event.
        </p>
        {api === undefined && loaded.kind === 'failed' && (
          <ErrorState title="The API could not be asked for" error={loaded.error} onRetry={again} />
        )}
        {api === undefined && loaded.kind === 'loading' && <Skeleton lines={2} label="Loading the address" />}
        {api !== undefined && !api.enabled && (
          <Notice title="The API is not served.">
            Switch it on in <code>vedette.yml</code> and start the engine anew:{' '}
            <Copyable text="server: { api: true }" label="Copy the setting" />
          </Notice>
        )}
        {api?.enabled === true && api.url === undefined && (
          <Notice tone="warning">The API is switched on, but this host serves nothing over HTTP just now.</Notice>
        )}
        {api?.url !== undefined && <Command url={api.url} />}
      </div>
    </Dialog>
  )
}

function Command({ url }: { url: string }) {
  const [secret, setSecret] = useState<string>()
  const [making, setMaking] = useState(false)
  const make = async () => {
    setMaking(true)
    const made = await perform('tokens.create', { name: 'datasets', scopes: ['datasets'] }, 'The token could not be made')
    setMaking(false)
    setSecret(made?.secret)
  }
  return (
    <>
      <div role="group" aria-label="Command">
        <Copyable text={datasetCurl(url, secret ?? '$TOKEN')} label="Copy the command" />
      </div>
      {secret === undefined ? (
        <p className={styles.muted}>
          With a token of the scope “datasets” in place of $TOKEN.{' '}
          <Button size="small" icon={<KeyRound aria-hidden />} onPress={() => void make()} isPending={making}>
            Make a token
          </Button>
        </p>
      ) : (
        <Notice tone="warning" title="The command holds its token, which is shown this once.">
          Only its hash is kept. It can be revoked in <a href="#/settings?tab=api">Settings</a>.
        </Notice>
      )}
      <p className={styles.faint}>
        A hook that cannot send Authorization may send the token as X-Api-Key or hasura-m-auth. Send it again with other rows to see what
        changed; figures are compared from 20 rows on, against a history of 100.
      </p>
    </>
  )
}
