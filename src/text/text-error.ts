/** A text that a person wrote is malformed: one line that names the place and the expected form. */
export class TextError extends Error {
  override readonly name = "TextError";
}
