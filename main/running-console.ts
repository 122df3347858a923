import { readFileSync } from 'node:fs'
import type { Answer } from '../app/contract/console.ts'
import type { RequestInput, RequestName } from '../app/contract/requests.ts'

/** A console that runs leaves its address and token beside the store, readable by its owner. `absent`: none answers there. */
export async function askRunning<Name extends RequestName>(
  file: string,
  name: Name,
  input: RequestInput<Name>,
): Promise<Answer | { kind: 'absent' }> {
  try {
    const { url, token } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; token: string }
    const answer = await fetch(new URL(`/api/requests/${name}`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    // A file that a crash left behind may name a port that is another program's by now.
    return answer.ok ? ((await answer.json()) as Answer) : { kind: 'absent' }
  } catch {
    return { kind: 'absent' }
  }
}
