// Loads every module in src/ and writes dist/index.js, which exports all that they export.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';

const source = new URL('src/', import.meta.url);
const target = new URL('dist/', import.meta.url);

const files = readdirSync(source).filter((name) => name.endsWith('.js')).sort();
const owners = new Map();
for (const file of files) {
  const names = Object.keys(await import(new URL(file, source)));
  if (names.length === 0) throw new Error(`src/${file} exports nothing`);
  for (const name of names) {
    if (owners.has(name)) throw new Error(`src/${file} and src/${owners.get(name)} both export ${name}`);
    owners.set(name, file);
  }
}

mkdirSync(target, { recursive: true });
writeFileSync(new URL('index.js', target), files.map((file) => `export * from '../src/${file}';\n`).join(''));
console.log(`dist/index.js: ${[...owners.keys()].join(', ')}`);
