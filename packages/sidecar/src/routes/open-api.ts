import { describedRoutes } from '@ringside/api/described-routes';
import { openApiDocument, openApiYaml } from '@ringside/route-server/openapi';
import type { Handlers, Services } from './context.ts';

/** The contract itself. */
export function openApiHandlers({ version }: Services): Handlers<'openApi' | 'specJson' | 'specYaml'> {
  const document = (): ReturnType<typeof openApiDocument> => openApiDocument({ version, routes: describedRoutes });
  return {
    openApi: async () => ({ body: document() }),
    specJson: async () => ({ body: document() }),
    specYaml: async () => ({ body: openApiYaml(document()) }),
  };
}
