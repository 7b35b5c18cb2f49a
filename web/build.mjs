// Bundles the page: src → dist. The figure is a chunk of its own, fetched when
// a page first shows it, so that words and the Start button come first.
import { build } from 'esbuild';
import { cp, mkdir, rm, readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'dist');
const assets = path.join(out, 'assets');
const LIMIT_KB = 900; // gzipped, everything

await rm(out, { recursive: true, force: true });
await mkdir(assets, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/app.js' },
  outdir: assets,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['es2022'],
  minify: true,
  legalComments: 'none',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
});
await build({
  absWorkingDir: here,
  entryPoints: { first: 'src/first.js' },
  outdir: assets,
  target: ['es2022'],
  minify: true,
  logLevel: 'warning',
});
await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/styles/app.css' },
  outdir: assets,
  bundle: true,
  minify: true,
  logLevel: 'warning',
});
await cp(path.join(here, 'src/index.html'), path.join(out, 'index.html'));
await cp(path.join(here, 'src/icon.svg'), path.join(assets, 'icon.svg'));
await cp(path.join(here, 'src/licences.txt'), path.join(assets, 'licences.txt'));

let total = 0;
for (const file of [path.join(out, 'index.html'),
  ...(await readdir(assets)).map((name) => path.join(assets, name))]) {
  const bytes = gzipSync(await readFile(file), { level: 9 }).length;
  total += bytes;
  console.log(`${(bytes / 1024).toFixed(1).padStart(8)} kB  ${path.relative(out, file)}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} kB  in all, gzipped`);
if (total > LIMIT_KB * 1024) {
  console.error(`The page weighs more than ${LIMIT_KB} kB gzipped: take something out.`);
  process.exit(1);
}
