/**
 * Response header of a function that receives events: the function's name. A 502 or 503 without it is a proxy's answer
 * for a replica that did not answer.
 */
export const functionHeader = 'glyphflow-function'
