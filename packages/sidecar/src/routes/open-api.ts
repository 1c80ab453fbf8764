import type { Handlers, Services } from './context.ts';

/** The contract itself; what it is made of is loaded when it is first asked for. */
export function openApiHandlers({ version }: Services): Handlers<'openApi'> {
  return {
    openApi: async () => {
      const { openApiDocument } = await import('@ringside/api/openapi');
      return { body: openApiDocument({ version }) };
    },
  };
}
