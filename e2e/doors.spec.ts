import { request as httpRequest } from 'node:http'
import { expect, onlyOn, test } from './support/fixtures.ts'

test.describe('the doors of the headless console', () => {
  const headless = onlyOn('headless')

  /** Below fetch, which would set Host and Origin itself. */
  function knock(url: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { method, headers }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (body += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      })
      request.once('error', reject)
      request.end()
    })
  }

  const paths = [
    '/',
    '/index.html',
    '/assets/none.js',
    '/api/requests/session.hello',
    '/api/socket',
    '/nowhere',
    '/../package.json',
    '/%2e%2e/x',
  ]

  test('without the token every path is refused', async ({ host }) => {
    const { origin } = new URL(headless(host).ready.url)
    for (const path of paths) {
      const answer = await knock(origin + path, {})
      expect({ path, status: answer.status }).toEqual({ path, status: 401 })
      expect(answer.body).not.toContain('<script')
    }
    expect((await knock(`${origin}/?token=wrong`, {})).status).toBe(401)
    expect((await knock(`${origin}/`, { authorization: 'Bearer wrong' })).status).toBe(401)
  })

  test('a foreign Host or Origin is refused, whatever it carries', async ({ host }) => {
    const { url, token } = headless(host).ready
    const { origin, port } = new URL(url)
    const authorization = `Bearer ${token}`
    const good = await knock(`${origin}/api/requests/session.hello`, { authorization }, 'POST')
    expect(good.status).toBe(200)
    for (const path of ['/', '/api/requests/session.hello', '/nowhere']) {
      const rebound = await knock(origin + path, { authorization, host: `attacker.example:${port}` })
      expect(rebound.status).toBe(403)
      const foreign = await knock(origin + path, { authorization, origin: 'https://attacker.example' })
      expect(foreign.status).toBe(403)
    }
  })

  test('the token is traded for a cookie that scripts cannot read, and leaves the address bar', async ({ host }) => {
    const { page, ready } = headless(host)
    const origin = new URL(ready.url).origin
    expect(page.url()).not.toContain(ready.token)
    expect(page.url().startsWith(`${origin}/`)).toBe(true)
    const cookies = await page.context().cookies()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' })
    expect(cookies[0]?.value).not.toContain(ready.token)
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(await page.evaluate(() => document.referrer)).not.toContain(ready.token)
  })

  test('the page that is served may load nothing from elsewhere', async ({ host }) => {
    const { page, ready } = headless(host)
    const response = await page.request.get(new URL(ready.url).origin)
    expect(response.headers()['content-security-policy']).toContain("default-src 'self'")
    expect(response.headers()['content-security-policy']).not.toMatch(/unsafe|\*/)
    expect(response.headers()['x-content-type-options']).toBe('nosniff')
  })
})
