/** A wrong call of the command: one line that contains the right one. The exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A call that was right and could not be carried out, with the reason in one line. The exit code is 1. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}
