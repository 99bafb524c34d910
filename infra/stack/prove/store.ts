// biome-ignore lint/suspicious/noExplicitAny: what Terraform sends is stored, not understood
export type Json = Record<string, any>

export interface Answer {
  code: number
  body: unknown
}

export const found = (body: unknown): Answer => ({ code: 200, body })
const refused = (code: number, status: string, message: string): Answer => ({
  code,
  body: { error: { code, status, message } },
})
export const missing = refused(404, 'NOT_FOUND', 'not found')
export const conflict = (path: string) => refused(409, 'ALREADY_EXISTS', `${path} already exists`)

export type Store = ReturnType<typeof createStore>

/** Resources by their path below an API's root, and access policies by that of their resource. */
export function createStore() {
  let id = 1000
  return {
    resources: new Map<string, Json>(),
    policies: new Map<string, Json>(),
    nextId: () => String(id++),
  }
}
