import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes } from '../src/bytes.js';

test('small numbers stay bytes', () => {
  assert.equal(bytes(0), '0 B');
  assert.equal(bytes(1023), '1023 B');
});

test('at most one decimal is shown', () => {
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(bytes(1300), '1.3 KiB');
});

test('a full unit moves on to the next one', () => {
  assert.equal(bytes(1024), '1 KiB');
  assert.equal(bytes(1024 ** 2), '1 MiB');
  assert.equal(bytes(1024 ** 3), '1 GiB');
});

test('rounding up to a full unit moves on as well', () => {
  assert.equal(bytes(1024 ** 2 - 1), '1 MiB');
  assert.equal(bytes(1024 ** 3 - 1), '1 GiB');
});

test('the largest unit takes all that is left', () => {
  assert.equal(bytes(5000 * 1024 ** 4), '5000 TiB');
});
