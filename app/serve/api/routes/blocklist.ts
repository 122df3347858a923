import fastifyEtag from '@fastify/etag'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { ApiService } from '../../../contract/api.ts'
import type { BlockEntry } from '../../../model/block-entry.ts'
import { blockEntryAnswer, refusals } from '../answers.ts'
import { typed } from './route.ts'

const querySchema = z.object({ format: z.enum(['text', 'json']).optional().describe('Instead of `Accept`') })

/** Addresses and networks are written with these alone: nothing else may reach a firewall's parser. */
const writable = /^[0-9A-Fa-f.:]+(\/\d{1,3})?$/

export async function addBlocklist(scope: FastifyInstance, service: ApiService): Promise<void> {
  await scope.register(fastifyEtag)
  typed(scope).get(
    '/blocklist',
    {
      config: { scope: 'blocklist', basic: true },
      schema: {
        tags: ['blocklist'],
        summary: 'Addresses and networks to block now, one a line',
        description:
          'The form that firewalls poll as an external dynamic list: plain text, or JSON by `Accept: application/json` or `?format=json`. The token may also come as the password of HTTP Basic, with any user name.',
        security: [{ token: [] }, { basic: [] }],
        querystring: querySchema,
        response: {
          200: {
            description: 'The list; empty when nothing is to be blocked',
            content: {
              'text/plain': { schema: z.string() },
              'application/json': { schema: z.object({ entries: z.array(blockEntryAnswer) }) },
            },
          },
          ...refusals(400),
        },
      },
    },
    async (request, reply) => {
      const json = (request.query.format ?? preferred(request.headers.accept)) === 'json'
      return sendText(reply, json ? 'application/json' : 'text/plain', (json ? asJson : asText)(service.blocklist()))
    },
  )
}

/** Only who names JSON gets it: a firewall says a star, or nothing. */
function preferred(accept = ''): 'text' | 'json' {
  return /\bapplication\/json\b/i.test(accept) ? 'json' : 'text'
}

function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-cache', vary: 'Accept, Authorization' })
    .type(`${type}; charset=utf-8`)
    .serializer((body) => body as string)
    .send(text)
}

function asText(entries: readonly BlockEntry[]): string {
  return entries
    .filter(({ value }) => writable.test(value))
    .map(({ value }) => `${value}\n`)
    .join('')
}

/** One entry a line here as well, for line tools. */
function asJson(entries: readonly BlockEntry[]): string {
  return `{"entries":[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`
}
