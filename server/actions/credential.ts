/** What a door found on the request. Whose it is, and whether it still holds, is read with the facts. */
export type Credential =
  | { readonly kind: 'token' /** SHA-256 of the whole token */; readonly secretHash: Buffer }
  | { readonly kind: 'person'; readonly userId: string; readonly tokenVersion: number }
  | {
      readonly kind: 'system' /** What made the system act, such as 'timer:lease' or 'cli' */;
      readonly causedBy: string;
    };
