/**
 * What a route of the HTTP contract is: its definition, what its readers are told, its parameters, bodies and kinds of answer, the statuses of its errors, and the
 * client that is made of a table of routes. Knows no route itself. Runs in a browser and loads no schema library.
 *
 * @packageDocumentation
 */
export { type ArgumentsOf, type ClientCallOptions, type ClientOf, type ClientOptions, createClient } from './client/client.ts';
export { routeKitErrors } from './errors.ts';
export { CHALLENGE, CHALLENGE_HEADER, identityProof, PROOF_HEADER, type ProofPlace } from './identity-proof.ts';
export type { OpenApiDocument } from './open-api-document.ts';
export {
  alternativesOf,
  type Answer,
  type ByteRange,
  either,
  empty,
  events,
  file,
  type FileContent,
  json,
  operation,
  type OperationAnswer,
  plainText,
  type ReceivedFile,
  type TextPieces,
  type Whole,
} from './route/answer.ts';
export { type Body, bytesBody, jsonBody, type SentBytes } from './route/body.ts';
export { type DescribedRoute, describeRoute, type Description, type Example } from './route/description.ts';
export { type ErrorAnswer, errorAnswer } from './route/error-answer.ts';
export { errorStatuses, EVERY_ROUTE, statusOfError } from './route/error-statuses.ts';
export { matching, optional, parameter, type Parameter, type ParameterParts, type Parameters } from './route/parameter.ts';
export { type GivenParameters, requestOf, type RouteRequest } from './route/request.ts';
export {
  defineRoute,
  type Definition,
  type Method,
  type Permission,
  type Route,
  type RouteTable,
  routeTable,
  type RouteTypes,
  type TypedRoute,
  type TypeOf,
} from './route/route.ts';
export {
  anything,
  flag,
  integer,
  type JsonSchema,
  listOf,
  mapOf,
  number,
  object,
  type Of,
  oneOf,
  orNull,
  type Schema,
  text,
} from './route/schema.ts';
export { ALL_OTHERS, type Statuses, type StatusRow } from './route/status.ts';
export { fill, namesIn, patternOf } from './route/template.ts';
export { type Duration, HEARTBEAT_MS, TIME_LIMITS_MS } from './route/time-limits.ts';
