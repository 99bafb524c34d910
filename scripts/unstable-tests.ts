import type { Reporter, TestCase } from 'vitest/node'

/** Prints the errors of each test that failed at first and passed when it was repeated. */
export class UnstableTests implements Reporter {
  readonly #tests: TestCase[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#tests.push(test)
  }

  onTestRunEnd(): void {
    for (const test of this.#tests) {
      const errors = test.result().errors?.map(({ stack, message }) => stack ?? message) ?? []
      const name = `${test.module.relativeModuleId} > ${test.fullName}`
      process.stderr.write(`\nUnstable: ${name}\n${errors.join('\n')}\n`)
    }
  }
}
