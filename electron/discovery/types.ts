/** Who else is on this LAN, as multicast DNS tells it: hints of where to dial, never trust. */

/** What one workstation says of itself. */
export type Announcement = Readonly<{
  /** The shop that it belongs to; null: none yet. */
  clusterId: string | null;
  /** The shop's name, for people; empty without a shop. */
  shop: string;
  /** Unique to this node; also the instance's name on the wire. */
  node: string;
  /** The workstation's name, for people. */
  name: string;
  /** Where it listens for links. */
  port: number;
}>;

/** An announcement as it was heard. */
export type Sighting = Announcement &
  Readonly<{
    /**
     * Where its packets came from, the address that was heard last for the first time first; at most four. What a
     * packet claims of addresses is not used. The rest is what the longest known of them says.
     */
    hosts: readonly string[];
  }>;

/** Finds others and is found. Never throws and never rejects: a LAN without multicast is a LAN without hints. */
export interface Discovery {
  /**
   * Says this from now on, at once and whenever asked; null: says goodbye and nothing more. Names are shortened to
   * 128 bytes; an id that is no label of 1 to 64 characters, or a port that is none, is not said but counted.
   */
  announce(announcement: Announcement | null): void;
  /** Everybody heard of whose announcement has neither expired nor been taken back, self excluded. */
  seen(): readonly Sighting[];
  /** Called after `seen` changed, at most four times a second; returns how to stop. */
  watch(listener: () => void): () => void;
  /** Asks the LAN again now (after waking, or when somebody looks). */
  refresh(): void;
  /** Packets dropped, by reason. */
  drops(): Readonly<Record<string, number>>;
  /** Says goodbye and closes every socket; resolves once both are done, or after 500 ms. */
  stop(): Promise<void>;
}
