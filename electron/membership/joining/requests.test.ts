import { describe, expect, it, vi } from 'vitest';
import { type JoinRequest, Requests } from './requests.ts';

const request = (id: string): JoinRequest => ({
  id,
  name: 'Laser-PC',
  host: '10.0.0.7',
  digits: '012345',
  since: 0,
});

describe('the list of those who want in', () => {
  it('tells of every change, oldest first', () => {
    const changed = vi.fn();
    const requests = new Requests(changed);
    const answers = { approve: vi.fn(), decline: vi.fn() };
    requests.add(request('r-1'), answers);
    requests.add(request('r-2'), answers);
    expect(requests.list().map(({ id }) => id)).toEqual(['r-1', 'r-2']);
    requests.remove('r-1');
    requests.remove('r-1');
    expect(requests.list().map(({ id }) => id)).toEqual(['r-2']);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('passes an answer to exactly the request that was on the screen', () => {
    const requests = new Requests(() => undefined);
    const [one, other] = [1, 2].map(() => ({ approve: vi.fn(), decline: vi.fn() }));
    requests.add(request('r-1'), one!);
    requests.add(request('r-2'), other!);
    expect(requests.approve('r-1', 'n-0')).toBe(true);
    expect(requests.decline('r-2')).toBe(true);
    expect(one!.approve).toHaveBeenCalledExactlyOnceWith('n-0');
    expect(one!.decline).not.toHaveBeenCalled();
    expect(other!.approve).not.toHaveBeenCalled();
    expect(other!.decline).toHaveBeenCalledOnce();
    requests.remove('r-1');
    expect(requests.approve('r-1', 'n-0')).toBe(false);
    expect(one!.approve).toHaveBeenCalledOnce();
  });
});
