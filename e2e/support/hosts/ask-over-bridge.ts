import type { Page } from '@playwright/test'
import type { ServerMessage } from '../../../app/contract/protocol.ts'
import type { DesktopBridge } from '../../../app/contract/desktop-bridge.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../../app/contract/requests.ts'

/** Numbers that the window's own requests do not reach. */
let next = 1_000_000_000

/** Asks the engine over the port of a desktop window, with the same text that the window sends. */
export async function askOverBridge<Name extends RequestName>(
  page: Page,
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestOutput<Name>> {
  next += 1
  const answer = await page.evaluate(
    ([id, request, argument]) =>
      new Promise<string>((resolve) => {
        const bridge = (window as unknown as { vedette: DesktopBridge }).vedette
        const stop = bridge.onMessage((text) => {
          if ((JSON.parse(text) as { id?: number }).id !== id) return
          stop()
          resolve(text)
        })
        const send = () => bridge.send(JSON.stringify({ kind: 'request', id, name: request, input: argument }))
        const leave = bridge.onEngine((engine) => {
          if (engine.kind !== 'up') return
          send()
          setTimeout(() => leave())
        })
      }),
    [next, name, input] as const,
  )
  const message = JSON.parse(answer) as ServerMessage
  if (message.kind !== 'response') throw new Error(`${name}: ${answer}`)
  return message.output as RequestOutput<Name>
}
