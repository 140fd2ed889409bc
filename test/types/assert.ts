/** True if two types are identical: neither is wider, or `any`. */
export type IsSame<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Compiles only if the type is `true`. */
export function assertType<_Claim extends true>(): void {}
