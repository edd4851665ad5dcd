// Packs the Indonesian administrative areas of the package idn-area-data into one binary table for the program
// (src/shipping/area_table.hpp reads it; the layout is described there and in README.md).
//
//   node pack.mjs FOLDER_OF_THE_PACKAGE OUTPUT.bin
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [packageFolder, output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node pack.mjs FOLDER_OF_THE_PACKAGE OUTPUT.bin");
  process.exit(2);
}

/** Rows of one of the package's CSV files, header left out. Fields may be quoted. */
function rows(name) {
  const text = readFileSync(join(packageFolder, "data", name), "utf8");
  return text.split("\n").slice(1).filter((line) => line.trim() !== "").map(fields);
}

function fields(line) {
  const values = [];
  for (const match of line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    values.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]);
  return values;
}

const wellKnown = new Map([
  ["Daerah Khusus Ibukota Jakarta", "DKI Jakarta"],
  ["Daerah Istimewa Yogyakarta", "DI Yogyakarta"],
]);

/** The name as people write it in an address: ASCII, first letter large, without the official long forms. */
function written(name) {
  const plain = name.replaceAll("\u2019", "'").replace(/\s+/g, " ").trim();
  if (!/^[\x20-\x7e]+$/.test(plain)) throw new Error(`a name is not ASCII: ${name}`);
  const short = (wellKnown.get(plain) ?? plain).replace(/^(Kota|Kabupaten) Administrasi /, "$1 ");
  return short[0].toUpperCase() + short.slice(1);
}

const byCode = (a, b) => (a.code < b.code ? -1 : 1);
const level = (file, parentOf) =>
  rows(file)
    .map((row) => ({ code: row[0], name: written(row.at(-1)), parent: parentOf ? parentOf(row) : null }))
    .sort(byCode);

const provinces = level("provinces.csv");
const cities = level("regencies.csv", (row) => row[1]);
const districts = level("districts.csv", (row) => row[1]);
const villages = level("villages.csv", (row) => row[1]);

function indexByCode(list) {
  return new Map(list.map((entry, index) => [entry.code, index]));
}

function parentIndexes(children, parents) {
  const index = indexByCode(parents);
  return children.map((child) => {
    const at = index.get(child.parent);
    if (at === undefined) throw new Error(`${child.code} has no parent ${child.parent}`);
    return at;
  });
}

/** Names of all levels in one text; `start[i]` to `start[i + 1]` is the i-th. */
const everything = [...provinces, ...cities, ...districts, ...villages];
const starts = [0];
for (const entry of everything) starts.push(starts.at(-1) + entry.name.length);
const display = everything.map((entry) => entry.name).join("");

/** Where each district's villages begin; one more entry at the end. Villages are sorted by code, so they are together. */
const villageDistricts = parentIndexes(villages, districts);
const firstVillages = [];
for (let district = 0, village = 0; district <= districts.length; ++district) {
  while (village < villages.length && villageDistricts[village] < district) ++village;
  firstVillages.push(village);
}
firstVillages[districts.length] = villages.length;

const digits = (code) => Number(code.replaceAll(".", ""));
const words = [
  0x41455231, // "1REA"; the reader refuses any other layout
  provinces.length,
  cities.length,
  districts.length,
  villages.length,
  display.length,
  ...provinces.map((entry) => digits(entry.code)),
  ...cities.map((entry) => digits(entry.code)),
  ...parentIndexes(cities, provinces),
  ...districts.map((entry) => digits(entry.code)),
  ...parentIndexes(districts, cities),
  ...firstVillages,
  ...villages.map((entry) => Number(entry.code.slice(-4))),
  ...starts,
];

const numbers = Buffer.alloc(words.length * 4);
words.forEach((word, index) => numbers.writeUInt32LE(word, index * 4));
const text = Buffer.from(display + display.toLowerCase(), "ascii");
writeFileSync(output, Buffer.concat([numbers, text]));
