/** mdns-js 1.0.3, as far as this room uses it. */
declare module 'mdns-js/lib/service_type.js' {
  export class ServiceType {
    constructor(type: string);
    name: string;
    protocol: string;
  }
}

declare module 'mdns-js/lib/advertisement.js' {
  import type { EventEmitter } from 'node:events';
  import type { ServiceType } from 'mdns-js/lib/service_type.js';

  /** Its fields may be set at any time: each packet is made anew from them. */
  export default class Advertisement {
    constructor(
      networking: EventEmitter,
      type: ServiceType,
      port: number,
      options: { name: string; txt: Readonly<Record<string, string>> },
    );
    port: number;
    options: { name: string; txt: Readonly<Record<string, string>> };
    /** The instance's whole name. */
    alias: string;
    /** 0–2: probes to send before it publishes; 3: publishes at once. */
    status: number;
    start(): void;
  }
}

declare module 'mdns-js/lib/browser.js' {
  import { EventEmitter } from 'node:events';
  import type { ServiceType } from 'mdns-js/lib/service_type.js';

  /** What one packet said of services, all that it named mixed. */
  export interface ServiceUpdate {
    fullname?: string;
    port?: number;
    txt?: readonly string[];
  }

  export default class Browser extends EventEmitter<{ update: [ServiceUpdate] }> {
    constructor(networking: EventEmitter, type: ServiceType);
    /** What it has heard, by interface. Nothing is ever taken out. */
    connections: Record<string, unknown>;
    /** Sends one question. */
    discover(): void;
    stop(): void;
  }
}
