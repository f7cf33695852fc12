// Two patterns of dates and a range of distances in; whether any two of their dates can be that far apart out.
// False is a proof for all of time. True says that some residues meet, not when.

import { floorMod, gcd, type Pattern } from '../recurrence/pattern.ts';

// Longer than time in days: modulo more than this, dates are their own residues.
const ALL_OF_TIME = 4_000_000;

const kept = new WeakMap<Pattern, Map<number, Int32Array>>();

/** Whether dates x of `one` and y of `other` can have least <= y - x <= most, by their residues modulo the gcd of the periods. */
export function residuesMeet(one: Pattern, other: Pattern, least: number, most: number): boolean {
  if (one.offsets.length === 0 || other.offsets.length === 0 || least > most) return false;
  const modulus = gcd(one.period, other.period);
  if (most - least + 1 >= modulus) return true;
  const [ones, others] = [residuesOf(one, modulus), residuesOf(other, modulus)];
  return ones.length <= others.length
    ? anyWithin(ones, others, modulus, least, most)
    : anyWithin(others, ones, modulus, -most, -least);
}

/** The residues of a pattern's dates, ascending, each once. */
function residuesOf(pattern: Pattern, modulus: number): Int32Array {
  const known = kept.get(pattern) ?? new Map<number, Int32Array>();
  kept.set(pattern, known);
  let residues = known.get(modulus);
  if (!residues) {
    residues = reduce(pattern, modulus);
    known.set(modulus, residues);
  }
  return residues;
}

function reduce({ base, offsets }: Pattern, modulus: number): Int32Array {
  if (modulus >= ALL_OF_TIME) return offsets.map((offset) => base + offset);
  const seen = new Uint8Array(modulus);
  const from = floorMod(base, modulus);
  for (const offset of offsets) seen[(from + offset) % modulus] = 1;
  const residues: number[] = [];
  for (let residue = 0; residue < modulus; residue += 1) if (seen[residue]) residues.push(residue);
  return Int32Array.from(residues);
}

/** `one` with those of its dates alone that, by their residues, `other` can have a date for at one of these distances. */
export function datesThatMeet(one: Pattern, other: Pattern, least: number, most: number): Pattern {
  const modulus = gcd(one.period, other.period);
  if (most - least + 1 >= modulus) return one;
  const others = residuesOf(other, modulus);
  let at = 0;
  let before = Number.NEGATIVE_INFINITY;
  // Both go up but where they go round, so neither is searched.
  const offsets = one.offsets.filter((offset) => {
    const from = goneRound(one.base + offset + least, modulus);
    if (from < before) at = 0;
    before = from;
    while ((others[at] as number) < from) at += 1;
    return residueAt(others, at, modulus) <= from + most - least;
  });
  return { ...one, offsets };
}

/** Whether any of `few`, moved on by `least` to `most`, falls on one of `many`, going round at the modulus. */
function anyWithin(
  few: Int32Array,
  many: Int32Array,
  modulus: number,
  least: number,
  most: number,
): boolean {
  for (const residue of few) {
    const from = goneRound(residue + least, modulus);
    const next = residueAt(many, lowerBound(many, from), modulus);
    if (next <= from + most - least) return true;
  }
  return false;
}

function goneRound(value: number, modulus: number): number {
  return modulus < ALL_OF_TIME ? floorMod(value, modulus) : value;
}

/** The residue at a place; after the last comes the first again, a round later. */
function residueAt(residues: Int32Array, place: number, modulus: number): number {
  if (place < residues.length) return residues[place] as number;
  return modulus < ALL_OF_TIME ? (residues[0] as number) + modulus : Number.POSITIVE_INFINITY;
}

function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
