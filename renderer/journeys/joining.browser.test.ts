/** A computer gets into a shop, and out of it, by what two people click. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { runEntry } from '../../electron/testing/run-entry.ts';
import { emptyPlace } from '../../electron/testing/place.ts';
import { freePorts } from '../../electron/testing/free-ports.ts';
import { type BrowserConsoles, openBrowserConsoles } from '../testing/browser-consoles.ts';
import { button, goTo, says } from '../testing/pages.ts';

type Place = Readonly<{ http: number; link: number }>;

let consoles: BrowserConsoles;
const places: Place[] = [];

beforeAll(async () => {
  consoles = await openBrowserConsoles((number) => `http://127.0.0.1:${places[number]?.http ?? 0}`);
});
afterAll(() => consoles.close());

/** Starts one on loopback, where it looks for nobody, and opens its console. */
async function opened(heading: string, ...flags: readonly string[]): Promise<Page & { place: Place }> {
  const [http = 0, link = 0] = await freePorts(2);
  const place = { http, link };
  places.push(place);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const entry = runEntry('headless', { args: ['--data', await emptyPlace(), ...at, ...flags] });
  onTestFinished(async () => {
    await consoles.closePages();
    expect(consoles.takeFaults()).toEqual([]);
    await entry.kill();
  });
  await entry.said(/ · http:\/\//);
  return Object.assign(await consoles.open(places.length - 1, {}, heading), { place });
}

const member = (name = 'Office') => opened('Printers', '--found', 'Northside', '--name', name);
const newcomer = () => opened('Join your shop', '--name', 'CNC-PC');

async function asks(from: Page, to: Page & { place: Place }): Promise<void> {
  await from.getByLabel('Address of a workstation').fill(`127.0.0.1:${to.place.link}`);
  await button(from, 'Ask there').click();
}

const isMember = (page: Page) => page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
const workstation = (page: Page, name: string) => page.getByRole('article', { name: `Workstation ${name}` });

async function choose(page: Page, name: string, action: string): Promise<void> {
  await button(page, `More for ${name}`).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function invitation(page: Page, label: string): Promise<string> {
  await goTo(page, 'Shop');
  await button(page, 'Add a workstation').click();
  await page.getByLabel('For whom').fill(label);
  await button(page, 'Make an invitation').click();
  const text = await page.getByLabel('Invitation', { exact: true }).innerText();
  await page.getByRole('img', { name: 'The invitation as a QR code' }).waitFor();
  await button(page, 'Done').click();
  return text;
}

describe('a workstation without a shop', () => {
  it('founds one, once somebody names it', async () => {
    const page = await newcomer();
    await button(page, 'Found it').click();
    await says(page.getByRole('main'), /Name of a new shop must not be empty/);
    await page.getByLabel('Name of a new shop').fill('Southside');
    await button(page, 'Found it').click();
    await isMember(page);
    expect(await page.title()).toBe('Printers · Southside · PrintRaft');
  });

  it('gets in by the same six digits on both screens, and both say so', async () => {
    const office = await member();
    const fresh = await newcomer();
    await asks(fresh, office);
    const digits = await fresh.getByText(/^\d{3} \d{3}$/).innerText();
    const request = office.getByRole('region', { name: 'CNC-PC wants to join' });
    await says(request, new RegExp(digits));
    await button(fresh, 'They are the same').click();
    await says(fresh.getByRole('main'), /Waiting until somebody approves/);
    await button(request, 'Approve').click();
    await isMember(fresh);
    await request.waitFor({ state: 'detached' });
    await goTo(office, 'Shop');
    await says(workstation(office, 'CNC-PC'), /Up to date/i);
  });

  it('is told where nobody lets it in, and keeps every other way', async () => {
    const office = await member();
    const fresh = await newcomer();
    await asks(fresh, office);
    await button(office.getByRole('region', { name: 'CNC-PC wants to join' }), 'Decline').click();
    await button(fresh, 'Back').click();
    await fresh.getByLabel('Invitation').fill('PR1-nonsense');
    await button(fresh, 'Join with it').click();
    await button(fresh.getByRole('region', { name: 'Joining' }), 'Back').click();
    await button(fresh, 'Found it').waitFor();
  });

  it('gets in by an invitation, for as long as that is not withdrawn', async () => {
    const office = await member();
    const first = await invitation(office, 'For Ben');
    const second = await invitation(office, 'For Ann');
    await button(office, 'Withdraw For Ben').click();
    await button(office, 'Withdraw For Ben').waitFor({ state: 'detached' });
    const fresh = await newcomer();
    await fresh.getByLabel('Invitation').fill(first);
    await button(fresh, 'Join with it').click();
    await says(
      fresh.getByRole('region', { name: 'Joining' }),
      /knows no such invitation, or it was withdrawn/,
    );
    await button(fresh, 'Back').click();
    await fresh.getByLabel('Invitation').fill(second);
    await button(fresh, 'Join with it').click();
    await isMember(fresh);
  });
});

describe('a workstation of the shop', () => {
  it('is renamed, is said to be always on, is removed, and starts over', async () => {
    const office = await member();
    const text = await invitation(office, '');
    const fresh = await newcomer();
    await fresh.getByLabel('Invitation').fill(text);
    await button(fresh, 'Join with it').click();
    await isMember(fresh);

    await choose(office, 'CNC-PC', 'Rename…');
    await office.getByLabel('Name', { exact: true }).fill('Office');
    await button(office, 'Rename').click();
    await says(office.getByRole('dialog'), /Another workstation is called "Office"/);
    await office.getByLabel('Name', { exact: true }).fill('Laser-PC');
    await button(office, 'Rename').click();
    await choose(office, 'Laser-PC', 'Always on');
    await says(workstation(office, 'Laser-PC'), /Always on/);

    await choose(office, 'Laser-PC', 'Remove from the shop…');
    await button(office, 'Remove from the shop').click();
    await workstation(office, 'Laser-PC').waitFor({ state: 'detached' });
    await says(fresh.getByRole('main'), /was removed from the shop/);
    await button(fresh, 'Start over…').click();
    await button(fresh, 'Put aside and start over').click();
    await button(fresh, 'Found it').waitFor();
  });
});
