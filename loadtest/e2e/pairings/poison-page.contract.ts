import { expect, test } from 'vitest'
import { maxUnanswered } from '../../../eventing/source/delivery/delivery.ts'
import { until } from '../../system/glyphflow.ts'
import { atRest, endStateOf, ownDrill, uploadMany, uploadStubs } from '../own-drill.fixture.ts'
import type { Servers } from './pairing.fixture.ts'

/** Deliveries of a page that ends its reader each time are counted in the log; they do not depend on the store. */
export function testPoisonPage(servers: Servers): void {
  const drill = ownDrill({ retry: 2, timeout: 'PT10S' })

  test('a poison page is given up, with a kill of the runtime in between', async () => {
    const settings = await servers.settings('SQLite', drill.workspace().env.KNATIVE_DIR)
    const system = await drill.start(settings)
    const poisonPage = await uploadStubs(system.url, 'poison.png', [{ kind: 'poison', number: 0 }])
    const deliveries = () =>
      drill.deliveries().filter(({ documentId }) => documentId === poisonPage).length
    const expected = await uploadMany(system.url, 20)
    await until(async () => deliveries() > 1)

    await system.killRuntime()
    await system.restart()
    await atRest(system.url)

    const { pages, repeatedEnds } = await endStateOf(system.url)
    expect(pages).toEqual([...expected, 'poison.png 1: gave-up'].sort())
    expect(repeatedEnds).toEqual([])
    expect(deliveries()).toBeGreaterThanOrEqual(maxUnanswered)
    // One more delivery for the kill.
    expect(deliveries()).toBeLessThanOrEqual(maxUnanswered + 1)
  })
}
