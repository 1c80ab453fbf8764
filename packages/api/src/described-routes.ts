/**
 * The routes together with what their readers are told: words and an example each. Apart from the rest, so that a client carries none of them.
 *
 * @packageDocumentation
 */
export { describedRoutes } from './routes/table.ts';
