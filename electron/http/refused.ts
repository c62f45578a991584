/** A request that is answered with `{"success":false,"error":…}` and this status. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The one shape of every refusal, which clients of the original system look for. */
export function refusalBody(error: string): Readonly<{ success: false; error: string }> {
  return { success: false, error };
}
