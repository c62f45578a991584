/** What the page of a workstation without a shop makes of what it is told and of what is typed. Pure. */
import { z } from 'zod';
import { requiredLine } from '../../shared/domain/text.ts';
import type { SeenShop } from '../../shared/contract/membership.ts';

/** Where workstations listen for each other unless told otherwise. */
const PORT = 7100;

/** `123 456`: six digits that are compared by eye, or by ear. */
export function grouped(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})$/, '$1 $2');
}

/** `Office, CNC-PC and 3 more`. */
export function workstationWords({ workstations }: Pick<SeenShop, 'workstations'>): string {
  const [first, second, third, ...more] = workstations.map(({ name }) => name);
  if (first === undefined) return '';
  if (second === undefined) return first;
  if (third === undefined) return `${first} and ${second}`;
  return more.length === 0
    ? `${first}, ${second} and ${third}`
    : `${first}, ${second} and ${more.length + 1} more`;
}

export const NameForm = z.object({ name: requiredLine(80) });
export const ShopForm = z.object({ shop: requiredLine(80) });
export const InvitationForm = z.object({
  // A program that wraps lines may have put some into it.
  invitation: z
    .string()
    .transform((text) => text.replace(/\s+/g, ''))
    .pipe(z.string().min(1, 'must not be empty').max(4_096, 'is too long to be one')),
});

/** `192.168.1.7`, `cnc-pc.local:7101`, `[fe80::1]:7100`: a host, and a port where it is not the usual one. */
export const AddressForm = z.object({
  address: z
    .string()
    .trim()
    .transform((text, context) => {
      const [, bracketed, plain, port] = /^(?:\[([^\]\s]+)\]|([^\s:/@]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
      const host = bracketed ?? plain;
      const number = port === undefined ? PORT : Number(port);
      if (host !== undefined && host.length <= 255 && number >= 1 && number <= 65_535) {
        return { host, port: number };
      }
      context.addIssue({ code: 'custom', message: 'must be like 192.168.1.7 or cnc-pc:7100' });
      return z.NEVER;
    }),
});
