import ts from 'typescript';

/** API Extractor writes this above each member that has no doc comment. */
const MARK = '// (undocumented)';

/** A member of an export, as a package's report shows it. */
interface ReportedMember {
  /** The interface, class or type that it is a member of. */
  readonly owner: string;
  /** Its name, or `()` for a call signature. */
  readonly name: string;
  readonly isDocumented: boolean;
}

/** Members of what reports export by name, and how many of them have a comment; what reports show beside it is not exported. */
export function countMembers(reports: readonly string[]): { readonly documented: number; readonly all: number } {
  const members = reports.flatMap(reportedMembers);
  return { documented: members.filter(({ isDocumented }) => isDocumented).length, all: members.length };
}

/** What {@link memberFaults} looks at. */
export interface MembersOfPackage {
  /** The package's folder, such as `ring`. */
  readonly name: string;
  /** Its `api-report.md`, which `npm run api:check` compares with what is exported. */
  readonly report: string;
  /** Its sources, in which members are looked up, to say where they are. */
  readonly sources: readonly (readonly [path: string, text: string])[];
}

/** Refuses members of a package's exports that have no doc comment: `file:line: what is wrong`, one a member. */
export function memberFaults({ name, report, sources }: MembersOfPackage): readonly string[] {
  const missing = reportedMembers(report).filter(({ isDocumented }) => !isDocumented);
  return missing.map((member) => `${placeOf(member, sources) ?? `packages/${name}/api-report.md`}: ${say(member)}`);
}

function say({ owner, name }: ReportedMember): string {
  return `${owner}.${name} has no comment: say what its name does not, such as unit, bounds, effect or when it is absent, then npm run api:record`;
}

function reportedMembers(report: string): readonly ReportedMember[] {
  const codes = [...report.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  return codes
    .flatMap((code) => declarationsIn('report.ts', code).filter(isExported))
    .flatMap((declaration) =>
      membersOf(declaration).map((member) => ({
        owner: declaration.name?.text ?? '',
        name: nameOf(member),
        isDocumented: !member.getFullText().includes(MARK),
      })),
    );
}

/** Where the member is; of several of that name in a package, the first without a comment. */
function placeOf({ owner, name }: ReportedMember, sources: MembersOfPackage['sources']): string | undefined {
  for (const [path, text] of sources) {
    const declarations = declarationsIn(path, text).filter((declaration) => declaration.name?.text === owner);
    const found = declarations.flatMap(membersOf).find((member) => nameOf(member) === name && !hasComment(member));
    if (found === undefined) continue;
    return `${path}:${found.getSourceFile().getLineAndCharacterOfPosition(found.getStart()).line + 1}`;
  }
  return undefined;
}

/** What can have members. */
type Declaration = ts.InterfaceDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration;

function declarationsIn(path: string, text: string): readonly Declaration[] {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true).statements.filter(isDeclaration);
}

function isDeclaration(node: ts.Node): node is Declaration {
  return ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function isExported(declaration: Declaration): boolean {
  return (ts.getModifiers(declaration) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** A constructor says nothing that its class does not. */
function membersOf(declaration: Declaration): readonly (ts.TypeElement | ts.ClassElement)[] {
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members;
  if (ts.isClassDeclaration(declaration)) return declaration.members.filter((member) => !ts.isConstructorDeclaration(member));
  return ts.isTypeLiteralNode(declaration.type) ? declaration.type.members : [];
}

function nameOf(member: ts.TypeElement | ts.ClassElement): string {
  return member.name?.getText() ?? '()';
}

/** For API Extractor, tags alone are no comment. */
function hasComment(member: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(member).some((part) => ts.isJSDoc(part) && part.comment !== undefined);
}
