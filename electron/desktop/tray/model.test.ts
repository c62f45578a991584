import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mode, NO_SHOP } from '../../../shared/contract/health.ts';
import type { Health } from '../../../shared/contract/health.ts';
import { aHealth, members } from '../testing/fake-workstation.ts';
import { failedView, STARTING, trayView, type TrayView } from './model.ts';

const none = { printing: 0, waiting: 0 };
const viewOf = (fields: Partial<Health>, counts = none) => trayView(aHealth(fields), counts);
const labels = ({ menu }: TrayView) => menu.flatMap((item) => ('label' in item ? item.label : []));

describe('the tray', () => {
  it.each(['well', 'degraded', 'alone', 'readingOnly', 'starting'] as const)('has an icon for %s', (mode) => {
    expect(viewOf({ mode }).icon).toBe(mode);
  });

  it('of a shop that is well says how much may fail, what is to do, and offers the window and the end', () => {
    const view = viewOf({}, { printing: 2, waiting: 5 });
    expect(view.tooltip).toBe('Print shop: Any one workstation may fail and the shop goes on.');
    expect(view.menu).toEqual([
      { kind: 'text', label: 'Any one workstation may fail and the shop goes on.' },
      { kind: 'separator' },
      { kind: 'text', label: '2 printing, 5 waiting' },
      { kind: 'separator' },
      { kind: 'action', action: 'show', label: 'Show PrintRaft' },
      { kind: 'action', action: 'quit', label: 'Quit' },
    ]);
  });

  it('of a shop with nothing to spare names who is missing, and says what its own leaving would do', () => {
    expect(labels(viewOf({ mode: 'degraded', mayFail: 0, members: members('Laser-PC') }))).toEqual([
      'No further failure is survived until Laser-PC can be reached again.',
      'What helps: switch on Laser-PC, or check the network there.',
      'No jobs printing or waiting',
      'Show PrintRaft',
      'Quit (the shop will then be reading only)',
    ]);
  });

  it('of a shop that takes no changes names those of whom some must come back', () => {
    const waitingFor = { count: 1, names: ['Workshop', 'Laser-PC'] };
    const view = viewOf({ mode: 'readingOnly', members: members('Workshop', 'Laser-PC'), waitingFor });
    expect(view.tooltip).toBe('Print shop: Reading only: waiting for Workshop or Laser-PC.');
    expect(labels(view)).toContain('What helps: switch on Workshop or Laser-PC, or check the network there.');
  });

  it('of a shop whose workstations contradict each other names those who would decide it', () => {
    const view = viewOf({ mode: 'readingOnly', contradicted: true, members: members('Laser-PC') });
    expect(view.tooltip).toContain('Reading only: the workstations hold different records.');
    expect(labels(view)).toContain('What helps: switch on Laser-PC, or check the network there.');
  });

  it('says who wants to join, for as long as that waits', () => {
    const request = { id: 'r', name: 'Laser-PC', host: '10.0.0.9', digits: '123456' };
    const membership = { requests: [request], invitations: [], reasons: [] };
    expect(labels(viewOf({ membership }))).toContain('Laser-PC wants to join.');
  });

  it('asks for nothing where waiting is all that helps', () => {
    expect(labels(viewOf({ mode: 'readingOnly' })).join()).not.toMatch('What helps');
    expect(labels(viewOf({ mode: 'starting', members: members('Workshop') })).join()).not.toMatch(
      'What helps',
    );
  });

  it('counts no jobs of a workstation without a shop', () => {
    const view = trayView(NO_SHOP, none);
    expect(view.icon).toBe('starting');
    expect(labels(view)).toEqual([
      'This workstation belongs to no shop yet: found one here, or join one.',
      'Show PrintRaft',
      'Quit',
    ]);
  });

  it('tells what somebody should read about this workstation’s disk, but no more than two of it', () => {
    const findings = ['One record was damaged.', 'Two were.', 'Three were.'];
    expect(labels(viewOf({ findings })).slice(1, 4)).toEqual([
      ...findings.slice(0, 2),
      'No jobs printing or waiting',
    ]);
  });
});

it('the tray of a workstation that does not run says why', () => {
  const view = failedView('the disk is full\nand more');
  expect(view.icon).toBe('readingOnly');
  expect(view.tooltip).toBe('PrintRaft does not run: the disk is full and more');
  expect(labels(view)).toEqual([
    'PrintRaft does not run.',
    'the disk is full and more',
    'Show PrintRaft',
    'Quit',
  ]);
});

describe('whatever names and states there are, the tray', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.constantFrom('A & B', '_x_', '<img src="http://x/">', 'a\u202eb', '\n\n', ''),
  );
  const member = fc.record({ name, voter: fc.boolean(), reachable: fc.boolean() });
  const health = fc
    .record({
      mode: fc.constantFrom(...Mode.options),
      shop: name,
      mayFail: fc.nat({ max: 9 }),
      members: fc.array(member, { maxLength: 9 }),
      waitingFor: fc.option(fc.record({ count: fc.integer({ min: 1, max: 5 }), names: fc.array(name) })),
      findings: fc.array(name, { maxLength: 4 }),
    })
    .map(({ members: told, ...rest }) =>
      aHealth({ ...rest, members: told.map((each) => ({ ...members()[1]!, ...each })) }),
    );
  const counts = fc.record({ printing: fc.nat(), waiting: fc.nat() });

  it('has lines of bounded length without controls, markup or lone ampersands', () => {
    fc.assert(
      fc.property(health, counts, (told, jobs) => {
        const view = trayView(told, jobs);
        expect(view.tooltip.length).toBeLessThanOrEqual(127);
        for (const line of [view.tooltip, ...labels(view)]) {
          expect(line.isWellFormed()).toBe(true);
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069<>]/u);
        }
        for (const label of labels(view)) {
          expect(label.replaceAll('&&', '').length).toBeLessThanOrEqual(100);
          expect(label.replaceAll('&&', '')).not.toContain('&');
        }
      }),
    );
  });

  it('always ends with the window and the end', () => {
    fc.assert(
      fc.property(health, counts, (told, jobs) => {
        const last = trayView(told, jobs).menu.slice(-2);
        expect(last.map((item) => ('action' in item ? item.action : null))).toEqual(['show', 'quit']);
      }),
    );
    expect(STARTING.menu.slice(-2)).toMatchObject([{ action: 'show' }, { action: 'quit' }]);
  });
});
