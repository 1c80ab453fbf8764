import { Comment, Converter, ReferenceType, ReflectionFlag, ReflectionKind } from 'typedoc';

const DESTRUCTURED = '__namedParameters';

/**
 * Fills the tables of the reference from what the sources say already. A parameter without a description takes the first sentence of its
 * type's comment, one that is destructured is named after its type, and a default stands in the description, not in a column of its own.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const signature of project.getReflectionsByKind(ReflectionKind.SomeSignature)) describeParameters(signature);
    for (const property of project.getReflectionsByKind(ReflectionKind.Property)) dropRepeatedDefault(property);
  });
}

/** @param {import('typedoc').SignatureReflection} signature */
function describeParameters({ parameters = [] }) {
  for (const parameter of parameters) {
    if (parameter.name === DESTRUCTURED) parameter.name = parameterName(parameter.type, parameters);
    const borrowed = hasText(parameter.comment) ? undefined : descriptionOf(parameter.type);
    if (borrowed !== undefined) parameter.comment = new Comment(borrowed);
    tellDefault(parameter);
  }
}

/**
 * The name of a destructured parameter: the last word of its type's name (`RetryOptions` is `options`), the whole name where another
 * parameter has that word, and `options` for a type without a name.
 *
 * @param {import('typedoc').SomeType | undefined} type
 * @param {readonly import('typedoc').ParameterReflection[]} others
 */
function parameterName(type, others) {
  const typeName = referenceOf(type)?.name ?? 'Options';
  const [last = typeName] = /[A-Z]+[a-z0-9]*$/.exec(typeName) ?? [];
  const short = last.toLowerCase();
  return others.some(({ name }) => name === short) ? typeName[0].toLowerCase() + typeName.slice(1) : short;
}

/** @param {import('typedoc').SomeType | undefined} type */
function descriptionOf(type) {
  const target = referenceOf(type)?.reflection;
  if (target === undefined || !hasText(target.comment)) return undefined;
  return firstSentence(target.comment.summary);
}

/**
 * The named type that a type is about: itself, what `Pick` and `Partial` take from, or the only name in a union or an intersection.
 *
 * @param {import('typedoc').SomeType | undefined} type
 * @returns {import('typedoc').ReferenceType | undefined}
 */
function referenceOf(type) {
  if (type instanceof ReferenceType) return PARTS.has(type.name) ? referenceOf(type.typeArguments?.[0]) : type;
  if (type?.type !== 'union' && type?.type !== 'intersection') return undefined;
  const named = type.types.map(referenceOf).filter((each) => each !== undefined);
  return named.length === 1 ? named[0] : undefined;
}

const PARTS = new Set(['Pick', 'Omit', 'Partial', 'Required', 'Readonly']);

/**
 * The first sentence of a comment, with its links and code.
 *
 * @param {readonly import('typedoc').CommentDisplayPart[]} parts
 * @returns {import('typedoc').CommentDisplayPart[]}
 */
function firstSentence(parts) {
  const sentence = [];
  for (const part of Comment.cloneDisplayParts(parts)) {
    const [text] = (part.kind === 'text' && SENTENCE_END.exec(part.text)) || [];
    if (text !== undefined) return [...sentence, { ...part, text: text.trimEnd() }];
    sentence.push(part);
  }
  return sentence;
}

/** Up to a full stop that a sentence ends with, rather than an abbreviation, or up to an empty line. */
const SENTENCE_END = /^.*?(?:(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?=\s|$)|(?=\n\s*\n))/s;

/** @param {import('typedoc').ParameterReflection} parameter */
function tellDefault(parameter) {
  const { defaultValue, comment } = parameter;
  if (defaultValue === undefined) return;
  parameter.setFlag(ReflectionFlag.Optional, true);
  delete parameter.defaultValue;
  if (UNTOLD.has(defaultValue) || /\bdefaults?\b/i.test(Comment.combineDisplayParts(comment?.summary))) return;
  const stop = hasText(comment) ? [{ kind: 'text', text: endsSentence(comment.summary) ? ' ' : '. ' }] : [];
  const told = [...stop, { kind: 'text', text: 'Default: ' }, { kind: 'code', text: `\`${defaultValue}\`` }, { kind: 'text', text: '.' }];
  parameter.comment = new Comment([...(comment?.summary ?? []), ...told]);
}

/** What TypeDoc says of a default that it does not print, or that is only an absence. */
const UNTOLD = new Set(['...', '{}', 'undefined']);

/** Takes the default from a property whose type is that very value. @param {import('typedoc').DeclarationReflection} property */
function dropRepeatedDefault(property) {
  if (property.type?.type === 'literal') delete property.defaultValue;
}

/** @param {Comment | undefined} comment */
const hasText = (comment) => comment !== undefined && Comment.combineDisplayParts(comment.summary).trim() !== '';

/** @param {readonly import('typedoc').CommentDisplayPart[]} parts */
const endsSentence = (parts) => /[.!?]\s*$/.test(Comment.combineDisplayParts(parts));
