import { expect, it, vi } from 'vitest'
import { request } from './connection.ts'
import { importFiles, useImport } from './imports.ts'

vi.mock('./connection.ts', () => ({ request: vi.fn(), subscribe: () => () => undefined }))
const answers = vi.mocked(request as (...asked: unknown[]) => Promise<unknown>)

it('keeps of which stream an import is, however it begins: no other shows it as its own', async () => {
  answers.mockResolvedValueOnce({ kind: 'done', output: { id: 'one' } })
  await importFiles(['/shop.csv'], 'measurements', 'orders')
  expect(useImport.getState().current).toMatchObject({ kind: 'started', stream: 'orders', id: 'one' })
  answers.mockResolvedValueOnce({ kind: 'failed', error: { kind: 'conflict', message: 'It is switched off.' } })
  await importFiles(['/shop.csv'], 'measurements', 'orders')
  expect(useImport.getState().current).toEqual({ kind: 'refused', stream: 'orders', message: 'It is switched off.' })
  answers.mockResolvedValueOnce({ kind: 'done', output: { id: 'two' } })
  await importFiles(['/auth.log'], 'auto')
  expect(useImport.getState().current).toMatchObject({ kind: 'started', stream: undefined, id: 'two' })
})
