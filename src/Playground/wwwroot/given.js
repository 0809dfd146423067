// What the page was given: names to learn from, and perhaps a model that was trained before. `explore` puts them into the page.
import { text } from 'engine';

// { rung, model: { file, kind, base64 }, names, name }; each may be missing.
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}');
let names;

/** The rung that the page opens at; undefined for the first. */
export const { rung } = given;

/** A name to walk through. */
export const name = given.name ?? 'virat';

/** The names to learn from, one on each line: those given, or those that ship. */
export async function namesToLearn() {
  names ??= given.names ?? (await text('indian-names.csv')).split('\n').slice(1).map((line) => line.split(',')[0]).join('\n');
  return names;
}

/** The model of a rung for these kinds of model, { file, bytes }; null if none was given. */
export function modelFor(fits) {
  const { model } = given;
  return model && fits(model.kind) ? { file: model.file, bytes: Uint8Array.from(atob(model.base64), (c) => c.charCodeAt(0)) } : null;
}
