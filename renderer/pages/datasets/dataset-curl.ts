import { quoted } from '../settings/api-address.ts'

/** A line for a shell that sends one answer, as an application’s response hook does. */
export function datasetCurl(url: string, token: string): string {
  const body = {
    rawRequest: { query: 'query Customers { customers { id country amount } }', variables: {}, operationName: 'Customers' },
    response: {
      data: {
        customers: [
          { id: 1, country: 'FR', amount: 12.5 },
          { id: 2, country: 'DE', amount: 14 },
          { id: 3, country: 'FR', amount: 9.9 },
        ],
      },
    },
  }
  return [
    `curl -sS ${quoted(new URL('/anomalies', url).href)}`,
    `-H ${quoted(`Authorization: Bearer ${token}`)}`,
    `-H ${quoted('X-Hasura-Role: user')}`,
    `-H ${quoted('X-Hasura-User: 7')}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' ')
}
