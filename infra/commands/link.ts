import { domainOf, type Outputs } from '../cluster/render.ts'

/** Port of this machine at which the page of a cluster without a public address is. */
export const webPort = 8080

export const hostOf = (outputs: Outputs) => `gateway.glyphflow.${domainOf(outputs)}`

/** The page: public, or at the near end of a tunnel that `infra link` keeps open. */
export const linkOf = (outputs: Outputs) =>
  `http://${hostOf(outputs)}${outputs.address ? '' : `:${webPort}`}/`
