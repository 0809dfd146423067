// What the page was given: names to learn from, and perhaps a model that was trained before. `explore` puts them into the page.
import { text } from 'engine';

// { rung, model: { file, kind, base64 }, names, name }; each may be missing.
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}');
let names;

/** The rung that the page opens at; undefined for the first. */
export const { rung } = given;

/** A name to walk through. */
export const name = given.name ?? 'virat';

/** The kind of the model that was given; undefined if none was. */
export const modelKind = given.model?.kind;

/** The names to learn from, one on each line: those given, or those that ship. */
export async function namesToLearn() {
  names ??= given.names ?? firstColumn(await text('indian-names.csv'));
  return names;
}

/** What a table holds in its first column, without the heading. */
const firstColumn = (csv) => csv.split('\n').slice(1).map((line) => line.split(',')[0]).join('\n');

/** The model of a rung for these kinds of model, { file, bytes }; null if none was given. */
export function modelFor(fits) {
  const { model } = given;
  if (!model || !fits(model.kind)) return null;
  return { file: model.file, bytes: Uint8Array.from(atob(model.base64), (letter) => letter.charCodeAt(0)) };
}
