/** A link with a device's token, opened in a browser that is let in already. Pure. */

/**
 * Where to go instead: the page that takes the token out of the address and exchanges it. Null where the address
 * has none. Only a workstation on the LAN, which speaks HTTPS, has that page.
 */
export function deviceLink({ protocol, hash }: Pick<Location, 'protocol' | 'hash'>): string | null {
  return protocol === 'https:' && hash.startsWith('#token=') ? `/device${hash}` : null;
}
