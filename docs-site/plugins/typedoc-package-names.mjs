import { fileURLToPath } from 'node:url';
import { Converter, ReflectionKind } from 'typedoc';
import { publicEntries } from './public-entries.mjs';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** Names each module as one imports it: `core/src/testing` reads `@ringside/core/testing`. */
export function load(app) {
  const specifiers = new Map(publicEntries(packages).map(({ specifier, file }) => [file, specifier]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.getReflectionsByKind(ReflectionKind.Module)) {
      const file = context.getSymbolFromReflection(module)?.declarations?.[0]?.getSourceFile().fileName;
      module.name = specifiers.get(file) ?? module.name;
    }
  });
}
