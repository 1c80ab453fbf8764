import { fileURLToPath } from 'node:url';
import { publicEntries } from './plugins/public-entries.mjs';

const packages = fileURLToPath(new URL('../packages', import.meta.url));

/**
 * The API reference is made by TypeDoc itself, because its Docusaurus plug-in runs no validation: an export without a doc comment,
 * or a link to nothing, ends the build.
 *
 * @type {import('typedoc').TypeDocOptions & import('typedoc-plugin-markdown').PluginOptions}
 */
export default {
  entryPoints: publicEntries(packages).map(({ file }) => file),
  tsconfig: 'tsconfig.typedoc.json',
  // The packages' own type checks judge types; here only the comments count.
  skipErrorChecking: true,
  plugin: ['typedoc-plugin-markdown', './plugins/typedoc-package-names.mjs', './plugins/typedoc-descriptions.mjs'],
  out: 'docs/reference/api',
  name: 'API',
  readme: 'none',
  excludeInternal: true,
  excludePrivate: true,
  // What is inherited from Node's `Error` or from the driver is documented there.
  excludeExternals: true,
  disableSources: true,
  disableGit: true,
  sort: ['kind', 'alphabetical'],
  groupOrder: [
    'Functions',
    'Classes',
    'Interfaces',
    'Type Aliases',
    'Variables',
    'Constructors',
    'Properties',
    'Accessors',
    'Methods',
    '*',
  ],
  validation: {
    notExported: false,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  requiredToBeDocumented: ['Class', 'Interface', 'Function', 'Variable', 'TypeAlias', 'Enum', 'Method'],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  router: 'module',
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  excludeScopesInPaths: true,
  useCodeBlocks: false,
  useCustomAnchors: true,
  // The signature says it all where no comment says more.
  expandParameters: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideInherited: true, hideModifiers: true, hideOverrides: true },
};
