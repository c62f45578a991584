import { expect, it } from 'vitest';
import { createBreaches } from './breaches.ts';

function logged() {
  const sentences: string[] = [];
  let now = 0;
  const breach = createBreaches(
    (sentence) => sentences.push(sentence),
    () => now,
  );
  return { sentences, breach, pass: (ms: number) => (now += ms) };
}

it('tells of each thing that the page may not', () => {
  const { sentences, breach } = logged();
  breach('asked for the camera');
  expect(sentences).toEqual(["The window's page asked for the camera, which it may not."]);
});

it('tells of 20 a minute and then only how many more there were, so that nobody fills a disk with them', () => {
  const { sentences, breach, pass } = logged();
  for (let n = 0; n < 1_000; n += 1) breach('asked for the camera');
  expect(sentences).toHaveLength(20);
  pass(60_000);
  breach('went elsewhere');
  expect(sentences.slice(20)).toEqual([
    "The window's page did 980 more things that it may not.",
    "The window's page went elsewhere, which it may not.",
  ]);
});

it('says nothing of a number where all were told', () => {
  const { sentences, breach, pass } = logged();
  breach('a');
  pass(60_000);
  breach('b');
  expect(sentences).toHaveLength(2);
});
