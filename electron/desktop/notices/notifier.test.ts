import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createNotifier, type NotifierKit } from './notifier.ts';

const text = { title: 'Print finished', body: 'bracket.gcode on MK4S-1 (J-0042)' };

/** Electron's part; `show` does what the test says. */
function desk({ isSupported = true, show = (): void => undefined } = {}) {
  const made: (EventEmitter & { options: unknown })[] = [];
  const kit: NotifierKit = {
    isSupported: () => isSupported,
    create: (options) => {
      const notification = Object.assign(new EventEmitter(), { options, show });
      made.push(notification);
      return notification;
    },
  };
  const shown: string[] = [];
  const said: string[] = [];
  const notify = createNotifier({
    kit,
    icon: '/icons/app/64x64.png',
    show: () => shown.push('window'),
    log: (sentence) => said.push(sentence),
  });
  return { notify, made, shown, said };
}

it('a notification says what it is told to, and a click on it shows the window', () => {
  const { notify, made, shown } = desk();
  notify(text);
  expect(made[0]!.options).toEqual({ ...text, icon: '/icons/app/64x64.png' });
  made[0]!.emit('click');
  expect(shown).toEqual(['window']);
});

it('a desktop without notifications is left alone', () => {
  const { notify, made, said } = desk({ isSupported: false });
  notify(text);
  expect([made, said]).toEqual([[], []]);
});

it('one that fails, now or later, is written down and nothing else', () => {
  const { notify, made, said } = desk();
  notify(text);
  made[0]!.emit('failed', {}, 'not signed');
  const broken = desk({
    show: () => {
      throw new Error('no bus');
    },
  });
  broken.notify(text);
  expect(said).toEqual(['A notification was not shown: not signed']);
  expect(broken.said).toEqual(['A notification was not shown: Error: no bus']);
});
