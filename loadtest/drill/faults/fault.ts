/** Something that goes wrong for a while. */
export interface Fault {
  /** Resolves with the processes that it has hit, where it is about processes. */
  start(variant: string): Promise<number[]>
  /** Harmless where nothing was started. */
  end(): Promise<void>
}
