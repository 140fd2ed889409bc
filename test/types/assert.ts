/** Whether two types are the very same: neither wider, nor `any`. */
export type IsSame<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Compiles only where the type is `true`. */
export function assertType<_Claim extends true>(): void {}
