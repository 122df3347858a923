import { Plus } from 'lucide-react'
import type { ApiState } from '../../../app/contract/access.ts'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { Notice } from '../../components/notice.tsx'
import { Section } from '../../components/page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { useRequest } from '../../state/use-request.ts'
import { apiAddress, curlLine } from './api-address.ts'
import { TokenDialog } from './token-dialog.tsx'
import { TokenTable } from './token-table.tsx'
import styles from './settings.module.css'

/** Whether and where applications are served, and the tokens they show. */
export function ApiSettings() {
  const [loaded, again] = useRequest('tokens.list', {})
  const making = useParameter('form') === 'new'
  const answer = loaded.output
  if (answer === undefined) {
    if (loaded.kind === 'failed') return <ErrorState title="The tokens could not be listed" error={loaded.error} onRetry={again} />
    return <Skeleton lines={6} label="Loading tokens" />
  }
  return (
    <>
      <Section title="The API" description="Decisions, events, request patterns and flags for your own applications.">
        <ApiStateView api={answer.api} />
      </Section>
      <Section
        title="Tokens"
        description="Each program has its own, allowed only what it needs. They are kept as hashes: nobody can read one again."
        actions={
          <Button icon={<Plus aria-hidden />} onPress={() => refine({ form: 'new' })}>
            Make a token
          </Button>
        }
      >
        <TokenTable tokens={answer.tokens} onChanged={again} />
      </Section>
      {making && <TokenDialog url={answer.api.url} onMade={again} onClose={() => refine({ form: undefined })} />}
    </>
  )
}

function ApiStateView({ api: { enabled, url } }: { api: ApiState }) {
  if (!enabled) {
    return (
      <Notice title="It is not served.">
        Switch it on in <code>vedette.yml</code> and start the engine anew:{' '}
        <Copyable text="server: { api: true }" label="Copy the setting" />
      </Notice>
    )
  }
  if (url === undefined) return <Notice tone="warning">It is switched on, but this host serves nothing over HTTP just now.</Notice>
  return (
    <KeyValue>
      <KeyValueRow name="Served at">
        <Copyable text={apiAddress(url, '')} label="Copy the address" />
      </KeyValueRow>
      <KeyValueRow name="Documents">
        <Copyable text={apiAddress(url, '/docs')} label="Copy the address of the documents" />{' '}
        <Copyable text={apiAddress(url, '/openapi.json')} label="Copy the address of the OpenAPI document" />
      </KeyValueRow>
      <KeyValueRow name="Try it">
        <div className={styles.stack}>
          <Copyable text={curlLine(url, '$TOKEN')} label="Copy the command" />
          <span className={styles.quiet}>With a token of the scope “evaluate” in place of $TOKEN.</span>
        </div>
      </KeyValueRow>
    </KeyValue>
  )
}
