/** One connection's line to the workstation, which carries texts both ways until it is closed. */
export type Line = Readonly<{
  send: (text: string) => void;
  /** Nothing is told any more afterwards. */
  close: () => void;
}>;

export type LineListener = Readonly<{
  /** Texts can be sent. Never called before `OpenLine` has returned. */
  opened: () => void;
  /** What arrived, a text if the other end keeps to the contract. */
  text: (data: unknown) => void;
  /** The other end or the way there is gone. */
  closed: () => void;
}>;

export type OpenLine = (listener: LineListener) => Line;
