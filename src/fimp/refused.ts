// Why a command is not carried out.

/** `refused` is a sentence for a person, without a full stop. */
export interface Refused {
  readonly refused: string;
}
