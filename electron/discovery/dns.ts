/** What of DNS this room uses (RFC 1035, 6762, 6763). */

/** Where multicast DNS lives. */
export const GROUP = '224.0.0.251';
export const MDNS_PORT = 5353;

/** The service type of workstations, without and with its domain. */
export const SERVICE_TYPE = '_printraft._tcp';
export const SERVICE = `${SERVICE_TYPE}.local`;
/** Asks for the types of services that there are (RFC 6763 §9). */
export const ALL_SERVICES = '_services._dns-sd._udp.local';

export const Type = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  TLSA: 52,
  ANY: 255,
} as const;

/** The internet class. */
export const IN = 1;
/** On a record's class: forget what you had of this name (RFC 6762 §10.2). On a question's: answer me alone (§5.4). */
export const TOP_BIT = 0x8000;

/** QR and AA: what every answer carries (RFC 6762 §18). */
export const ANSWER_FLAGS = 0x8400;

/** Bytes of a header. */
export const HEADER_BYTES = 12;
/** Bytes of a label, and of a whole name with its length bytes (RFC 1035 §2.3.4). */
export const MAX_LABEL = 63;
export const MAX_NAME = 255;

/** Whether a name is the service's own or that of one of its instances. */
export function isOurs(name: string): boolean {
  return name === SERVICE || name.endsWith(`.${SERVICE}`);
}
