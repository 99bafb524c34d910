import { reservePort } from './reserved-port.ts'

/** Reserves a port, reports it, and runs until disconnected. */
const { port } = await reservePort()
process.send?.(port)
process.on('disconnect', () => process.exit(0))
