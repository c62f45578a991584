/** Where sentences for the operator go; `detail` is usually the error behind one. */
export type Log = (message: string, detail?: unknown) => void;
