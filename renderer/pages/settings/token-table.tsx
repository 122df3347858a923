import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ApiToken } from '../../../app/model/api-token.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { formatAgo } from '../../format.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import styles from './settings.module.css'

const columns = [
  { title: 'Name' },
  { title: 'Begins with' },
  { title: 'May' },
  { title: 'Made' },
  { title: 'Last used' },
  { title: 'Actions', hidden: true },
] as const

/** Every token there is, those in use first. */
export function TokenTable({ tokens, onChanged }: { tokens: readonly ApiToken[]; onChanged: () => void }) {
  const [revoking, setRevoking] = useState<ApiToken>()
  const sorted = [...tokens].sort(
    (one, two) => Number(one.revoked_at !== undefined) - Number(two.revoked_at !== undefined) || two.created_at - one.created_at,
  )
  if (tokens.length === 0)
    return (
      <EmptyState icon={<KeyRound aria-hidden />} title="There is no token">
        <p>Without one, nothing but this window can ask the engine anything.</p>
      </EmptyState>
    )
  return (
    <>
      <PlainTable flush label="Tokens" columns={columns}>
        <tbody>
          {sorted.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </tbody>
      </PlainTable>
      {revoking !== undefined && <RevokeDialog token={revoking} onRevoked={onChanged} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const time = useTime()
  const now = useNow(10_000)
  const ago = (at: number | undefined) => (at === undefined ? 'never' : <span title={time(at)}>{formatAgo(at, now)}</span>)
  return (
    <tr data-revoked={token.revoked_at !== undefined}>
      <td>{token.name}</td>
      <td>
        <code>{token.prefix}…</code>
      </td>
      <td>
        <span className={styles.scopes}>
          {token.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      </td>
      <td className={styles.quiet}>
        {ago(token.created_at)} by {token.created_by}
      </td>
      <td className={styles.quiet}>{ago(token.last_used_at)}</td>
      <td data-align="end">
        {token.revoked_at === undefined ? (
          <Button size="small" variant="danger" onPress={onRevoke} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ) : (
          <Badge>revoked {formatAgo(token.revoked_at, now)}</Badge>
        )}
      </td>
    </tr>
  )
}

function RevokeDialog({ token, onRevoked, onClose }: { token: ApiToken; onRevoked: () => void; onClose: () => void }) {
  const revoke = async () => {
    const done = await perform('tokens.revoke', { id: token.id }, `${token.name} could not be revoked`)
    onClose()
    if (done === undefined) return
    notify({ tone: 'success', title: `${token.name} is revoked` })
    onRevoked()
  }
  return (
    <Dialog
      isOpen
      size="small"
      role="alertdialog"
      onClose={onClose}
      title={`Revoke ${token.name}?`}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Keep it
          </Button>
          <Button variant="danger" onPress={() => void revoke()}>
            Revoke
          </Button>
        </>
      }
    >
      <p>Whatever uses it is refused from its next request on. This cannot be taken back: a new token has another secret.</p>
    </Dialog>
  )
}
