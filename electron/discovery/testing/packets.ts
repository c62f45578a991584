/** Datagrams of multicast DNS, valid and otherwise, made without the product's own writer. */

type Header = Readonly<{ flags?: number; questions?: number; answers?: number; additional?: number }>;

export function header({ flags = 0, questions = 0, answers = 0, additional = 0 }: Header): Buffer {
  const bytes = Buffer.alloc(12);
  [0, flags, questions, answers, 0, additional].forEach((value, n) => bytes.writeUInt16BE(value, 2 * n));
  return bytes;
}

export function name(text: string): Buffer {
  const labels = text === '' ? [] : text.split('.').map((label) => Buffer.from(label));
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
}

export function record(owner: string, type: number, data: Buffer, ttl = 120): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([name(owner), fixed, data]);
}

/** Somebody asks for workstations. */
export function queryPacket(service = '_printraft._tcp.local'): Buffer {
  return Buffer.concat([header({ questions: 1 }), name(service), Buffer.from([0, 12, 0, 1])]);
}

type Said = Readonly<{
  node?: string;
  shop?: string;
  workstation?: string;
  port?: number;
  ttl?: number;
  extra?: readonly string[];
}>;

/** A workstation says that it is there. */
export function announcementPacket(said: Said = {}): Buffer {
  const {
    node = 'node-1',
    shop = 'Shop',
    workstation = 'Laser PC',
    port = 7_100,
    ttl = 120,
    extra = [],
  } = said;
  const service = '_printraft._tcp.local';
  const instance = `${node}.${service}`;
  const where = Buffer.concat([Buffer.from([0, 0, 0, 0, port >> 8, port & 255]), name(`${node}.local`)]);
  const texts = ['v=1', `node=${node}`, 'cluster=shop-1', `shop=${shop}`, `name=${workstation}`, ...extra];
  const text = texts.map((one) => {
    const bytes = Buffer.from(one);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([
    header({ flags: 0x8400, answers: 3 }),
    record(service, 12, name(instance), ttl),
    record(instance, 33, where, ttl),
    record(instance, 16, Buffer.concat(text), ttl),
  ]);
}

/** A paper printer says that it is there. */
export function foreignPacket(instance = 'Office'): Buffer {
  const service = '_ipp._tcp.local';
  return Buffer.concat([
    header({ flags: 0x8400, answers: 2 }),
    record(service, 12, name(`${instance}.${service}`)),
    record(`${instance}.${service}`, 16, Buffer.from('\x09txtvers=1\x06qtotal')),
  ]);
}
