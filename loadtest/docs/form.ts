/**
 * How a test runs a documented command that it cannot run as printed: `run`, a small variant; `byHand`, a variant
 * that takes a minute or a server, only with DOCS_COMMANDS=all; `elsewhere`, covered by another test.
 */
export interface Form {
  run?: string
  byHand?: string
  elsewhere?: string
}
