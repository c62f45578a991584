import { describe, expect, it } from 'vitest';
import { tellJobs, tellStatus } from './tell.ts';

const at = (port: number) => ({ host: '127.0.0.1', port });
const job = {
  id: 'J1',
  printer_id: 'P1',
  filament_id: 'S1',
  filepath: 'a.gcode',
  print_weight_in_grams: 12.5,
  status: 'Queued',
  created_at: new Date(2025, 0, 2, 3, 4, 59).getTime() / 1000,
} as const;

describe('the status', () => {
  it('says who leads, and who is there', () => {
    expect(
      tellStatus({
        success: true,
        leader: { ...at(5101), node_id: 'w2' },
        peers: [
          { ...at(5100), status: 'dead' },
          { ...at(5101), status: 'alive' },
        ],
      }),
    ).toBe(
      [
        '1 of 2 workstations alive, led by w2. Changes can be made.',
        '',
        'WORKSTATION     STATUS',
        '127.0.0.1:5100  dead',
        '127.0.0.1:5101  alive, leader',
        '',
      ].join('\n'),
    );
  });

  it('says that nothing can be changed while nobody leads', () => {
    expect(tellStatus({ success: true, leader: null, peers: [{ ...at(5100), status: 'alive' }] })).toMatch(
      /^1 of 1 workstation alive\. No leader found: the shop is reading only/,
    );
  });

  it('says that there is no shop', () => {
    expect(tellStatus({ success: true, leader: null, peers: [] })).toBe(
      'No workstations found: this one belongs to no shop yet.\n',
    );
  });
});

describe('jobs', () => {
  it('have their times to the minute, here', () => {
    expect(tellJobs([job])).toBe(
      [
        'JOB  STATUS  PRINTER  SPOOL  WEIGHT  CREATED           COMPLETED  FILE',
        'J1   Queued  P1       S1     12.5 g  2025-01-02 03:04  –          a.gcode',
        '',
      ].join('\n'),
    );
  });

  it('have a dash for a time that no calendar has', () => {
    expect(tellJobs([{ ...job, created_at: 1e300 }])).toContain('–');
  });
});
