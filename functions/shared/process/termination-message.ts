import { writeFileSync } from 'node:fs'

/** Length at which Kubernetes truncates the message. */
const maxLength = 4096

/**
 * Writes why a container ends to the file that Kubernetes shows in `kubectl describe pod`. Does nothing where there is
 * no such file, because it is not in Kubernetes.
 * https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/
 */
export function writeTerminationMessage(message: string, file = '/dev/termination-log'): void {
  try {
    writeFileSync(file, message.slice(0, maxLength), { flag: 'r+' })
  } catch {
    // The message is also on standard error.
  }
}
