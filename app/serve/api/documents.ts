import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const description = `What applications may ask of Vedette. Tokens and their scopes are made in Settings.

Every refusal is problem+json (RFC 9457). \`X-Request-Id\` is taken over when it is sent, answered always, and stands in
Vedette's log beside what went wrong.`

/** To the console's own session, and in any browser that is given a token when it asks for a password. */
const shown = { scope: 'document', basic: true } as const

/** Gathers the document from the routes that are added after it. */
export async function collectDocument(scope: FastifyInstance, version: string): Promise<void> {
  await scope.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vedette API', description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/', description: 'This Vedette' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          basic: { type: 'http', scheme: 'basic' },
          key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
          hook: { type: 'apiKey', in: 'header', name: 'hasura-m-auth' },
        },
      },
      security: [{ token: [] }],
      tags: ['decisions', 'requests', 'streams', 'flags', 'events', 'blocklist', 'datasets', 'health'].map((name) => ({ name })),
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** `/v1/openapi.json`, and a page to browse it that loads nothing from elsewhere. */
export async function addDocuments(scope: FastifyInstance): Promise<void> {
  scope.get('/openapi.json', { config: shown, schema: { hide: true } }, (_request, reply) => reply.send(scope.swagger()))
  await scope.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...shown }
    })
    await pages.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      indexPrefix: scope.prefix,
      // Its badge would send the document to a validator on the internet.
      uiConfig: { layout: 'BaseLayout', validatorUrl: null, deepLinking: true, docExpansion: 'list', persistAuthorization: false },
      theme: { title: 'Vedette API' },
    })
  })
}
