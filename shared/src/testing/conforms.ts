// Holds an HTTP answer against the OpenAPI document: its operation, status, headers, media type and body.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {
  type DescribedOperation,
  type Document,
  type Reference,
  type Response,
  readDocument,
} from '../openapi/document.ts';

export type Answered = { status: number; headers: Headers; body: unknown };

/** Takes an actual path, a query too. Throws an Error that says where the answer and its description part. */
export type Conforms = (method: string, path: string, answer: Answered) => void;

export function makeConforms(document: Document): Conforms {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
  const compiled = new Map<string, ValidateFunction>();
  const paths = Object.keys(document.paths)
    .sort(literalFirst)
    .map((path) => ({ path, pattern: patternOf(path) }));

  /** Members that the description does not have are faults too. */
  function faultsOf(pointer: string, body: unknown): string[] {
    const validate =
      compiled.get(pointer) ??
      ajv.compile({ $ref: `document#${pointer}`, unevaluatedProperties: false });
    compiled.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `body${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  function faults(method: string, path: string, answer: Answered): string[] {
    const pathname = path.split('?', 1)[0] ?? '';
    const known = paths.find(({ pattern }) => pattern.test(pathname))?.path;
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = known === undefined ? undefined : document.paths[known]?.[verb];
    if (!known || !operation) return undescribed(answer, faultsOf);
    const { response, fault } = pick(operation, answer.status);
    if (!response) return [fault];
    const wrong = answer.status === 400 ? [] : missingHeaders(document, response, answer);
    if (method === 'HEAD') return wrong;
    const at = `/paths/${escaped(known)}/${verb}/responses/${answer.status}/content`;
    return [
      ...wrong,
      ...contentFaults(response, answer, (type) =>
        faultsOf(`${at}/${escaped(type)}/schema`, answer.body),
      ),
    ];
  }

  return (method, path, answer) => {
    if (method === 'OPTIONS') return;
    const found = faults(method, path, answer);
    if (found.length === 0) return;
    const sent = JSON.stringify(answer.body)?.slice(0, 2000);
    throw new Error(
      `${method} ${path} → ${answer.status} is not as described:\n  ${found.join('\n  ')}\n  ${sent}`,
    );
  };
}

const escaped = (part: string) =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** `/entries/check` before `/entries/{entryId}`. */
const literalFirst = (a: string, b: string) => a.split('{').length - b.split('{').length;

const patternOf = (path: string) =>
  new RegExp(
    `^${path
      .split(/\{\w+\}/)
      .map(RegExp.escape)
      .join('[^/]+')}$`,
  );

function pick(
  operation: DescribedOperation,
  status: number,
): { response?: Response; fault: string } {
  const response = operation.responses[status];
  const described = Object.keys(operation.responses).join(', ');
  return { ...(response && { response }), fault: `status is none of ${described}` };
}

/** A path or method that is not described is refused. */
function undescribed(
  answer: Answered,
  faultsOf: (pointer: string, body: unknown) => string[],
): string[] {
  if (answer.status < 400) return ['neither the path nor the method is described'];
  if (answer.body === null) return [];
  return faultsOf(
    answer.status === 400 ? '/components/schemas/ValidationProblem' : '/components/schemas/Problem',
    answer.body,
  );
}

function missingHeaders(
  document: Document,
  { headers = {} }: Response,
  answer: Answered,
): string[] {
  const required = (name: string, { $ref }: Reference) =>
    document.components.headers[$ref.split('/').at(-1) ?? '']?.required &&
    !answer.headers.has(name);
  return Object.entries(headers)
    .filter(([name, reference]) => required(name, reference))
    .map(([name]) => `the header ${name} is missing`);
}

function contentFaults(
  { content }: Response,
  answer: Answered,
  faultsOf: (type: string) => string[],
): string[] {
  if (!content) return answer.body === null ? [] : ['a body is not described'];
  const type = answer.headers.get('content-type')?.split(';', 1)[0] ?? 'none';
  const described = [type, '*/*'].find((name) => name in content);
  return described === undefined
    ? [`media type is ${type}, not ${Object.keys(content)}`]
    : faultsOf(described);
}

let committed: Conforms | undefined;

/** Against the committed document. */
export const conforms: Conforms = (...answered) => {
  committed ??= makeConforms(readDocument());
  committed(...answered);
};
