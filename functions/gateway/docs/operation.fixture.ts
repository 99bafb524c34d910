import type { Operation } from './open-api.ts'

export function operation(changes: Partial<Operation> = {}): Operation {
  return { operationId: 'id', summary: '', responses: {}, ...changes }
}
