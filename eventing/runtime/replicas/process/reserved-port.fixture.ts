import { reservePort } from './reserved-port.ts'

/** Reserves a port, says which, and stays. */
const { port } = await reservePort()
process.send?.(port)
process.on('disconnect', () => process.exit(0))
