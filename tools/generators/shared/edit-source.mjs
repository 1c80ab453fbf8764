import ts from 'typescript';

/**
 * Edits of TypeScript by its syntax tree, so that they do not depend on how a file is formatted. Each takes a source and returns the
 * new one; the formatter puts lines in order afterwards.
 */

/** Adds a property at the end of the object that a function returns. */
export function addToReturned(source, name, property) {
  const declared = find(source, (node) => ts.isFunctionDeclaration(node) && node.name?.text === name, `the function ${name}`);
  const returned = declared.body.statements.find(ts.isReturnStatement);
  return insertLast(source, returned.expression.properties, property);
}

/** Adds an element to the array that a constant holds: after the last one that is like it, else at the end. */
export function addElement(source, constant, element, isLike = () => true) {
  const { elements } = valueOf(source, constant);
  const like = elements.filter((each) => isLike(each.getText()));
  return insertLast(source, like.length === 0 ? elements : like, element);
}

/** Adds a name to what is imported from a module, with a new import after the others where there is none from it. */
export function addImport(source, module, name, { typeOnly = false } = {}) {
  const imports = parse(source).statements.filter(ts.isImportDeclaration);
  const from = imports.find(({ moduleSpecifier }) => moduleSpecifier.text === module);
  if (from !== undefined)
    return insertSorted(
      source,
      from.importClause.namedBindings.elements,
      name,
      (text) => `, ${text}`,
      (text) => `${text}, `,
    );
  const line = `import ${typeOnly ? 'type ' : ''}{ ${name} } from '${module}';`;
  return insertAt(source, imports.at(-1)?.getEnd() ?? 0, `\n${line}`);
}

/** Adds an argument at the end of the call whose value a constant holds. */
export function addArgument(source, constant, argument) {
  return insertLast(source, valueOf(source, constant).arguments, argument);
}

/** Adds a name to what is exported again from a module, with a new export after the others where there is none from it. */
export function addExport(source, module, name, { typeOnly = false } = {}) {
  const exports = parse(source).statements.filter(ts.isExportDeclaration);
  const from = exports.find(({ moduleSpecifier }) => moduleSpecifier?.text === module);
  if (from === undefined)
    return insertAt(source, exports.at(-1)?.getEnd() ?? 0, `\nexport ${typeOnly ? 'type ' : ''}{ ${name} } from '${module}';`);
  return insertSorted(
    source,
    from.exportClause.elements,
    name,
    (text) => `, ${text}`,
    (text) => `${text}, `,
  );
}

/**
 * Adds an element at the end of the `items` of the sidebar's category with that label, or of the category inside it.
 *
 * @param {string} source
 * @param {readonly string[]} labels from the outside in
 * @param {string} element
 */
export function addSidebarItem(source, labels, element) {
  return insertLast(source, sidebarItems(source, labels).elements, element);
}

/** Labels of the categories that a category of the sidebar has. */
export function sidebarGroups(source, label) {
  return sidebarItems(source, [label])
    .elements.filter(ts.isObjectLiteralExpression)
    .map((each) => property(each, 'label')?.text);
}

/** Objects of the array that a constant holds, as property name → source of its value. */
export function objectsOf(source, constant) {
  return valueOf(source, constant).elements.map((element) => {
    const properties = ts.isObjectLiteralExpression(element) ? element.properties : [];
    return Object.fromEntries(properties.map((each) => [each.name.getText(), each.initializer?.getText()]));
  });
}

function sidebarItems(source, labels) {
  const isCategory = (label) => (node) => ts.isObjectLiteralExpression(node) && property(node, 'label')?.text === label;
  const category = labels.reduce((within, label) => find(source, isCategory(label), `the category ${label}`, within), undefined);
  return property(category, 'items');
}

function property(object, name) {
  return object.properties.find((each) => each.name?.text === name)?.initializer;
}

function valueOf(source, constant) {
  const declared = find(source, (node) => ts.isVariableDeclaration(node) && node.name.getText() === constant, `the constant ${constant}`);
  return declared.initializer;
}

function find(source, isWanted, what, within = parse(source)) {
  const search = (node) => (isWanted(node) ? node : ts.forEachChild(node, search));
  const found = search(within);
  if (found === undefined) throw new Error(`The generator does not find ${what} any more; it has to learn where that went.`);
  return found;
}

function parse(source) {
  return ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
}

function insertSorted(source, nodes, text, after, before) {
  const previous = nodes.findLast((node) => node.getText() < text);
  if (previous !== undefined) return insertAt(source, previous.getEnd(), after(text));
  return nodes.length === 0 ? source : insertAt(source, nodes[0].getStart(), before(text));
}

function insertLast(source, nodes, text) {
  return insertAt(source, nodes.at(-1).getEnd(), `,\n${text}`);
}

function insertAt(source, position, text) {
  return source.slice(0, position) + text + source.slice(position);
}
