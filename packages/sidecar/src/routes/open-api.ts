import { describedRoutes } from '@ringside/api/described-routes';
import { openApiDocument } from '@ringside/route-server/openapi';
import type { Handlers, Services } from './context.ts';

/** The contract itself. */
export function openApiHandlers({ version }: Services): Handlers<'openApi'> {
  return { openApi: async () => ({ body: openApiDocument({ version, routes: describedRoutes }) }) };
}
