/** A vulnerability that is known and borne for a while. */
export interface AuditException {
  /** The advisory's address or id, as `npm audit` gives it: `GHSA-…`. */
  readonly advisory: string;
  /** Why it does no harm here. */
  readonly reason: string;
  /** The day from which it counts again, `2027-01-31`. */
  readonly expires: string;
}

/** What an audit came to. `noAnswer` is no finding, and it is no proof that there is none. */
export type AuditVerdict =
  | { readonly outcome: 'noAnswer'; readonly why: string }
  | { readonly outcome: 'clean'; readonly borne: readonly string[] }
  | { readonly outcome: 'findings'; readonly findings: readonly string[] };

interface Advisory {
  readonly url?: string;
  readonly title?: string;
  readonly severity?: string;
}

interface AuditReport {
  readonly auditReportVersion?: number;
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via?: readonly (string | Advisory)[] }>>;
}

/**
 * Judges what `npm audit --json` printed.
 *
 * @param today the day by which exceptions expire, `2026-12-31`
 */
export function judgeAudit(output: string, exceptions: readonly AuditException[], today: string): AuditVerdict {
  const report = parse(output);
  if (report?.auditReportVersion === undefined || report.vulnerabilities === undefined)
    return { outcome: 'noAnswer', why: report?.message ?? 'npm audit printed no report' };
  const borne = new Set<string>();
  const findings = new Set<string>(exceptions.filter(({ expires }) => expires <= today).map(expired));
  for (const [name, { via = [] }] of Object.entries(report.vulnerabilities)) {
    for (const advisory of via.filter((each): each is Advisory => typeof each === 'object')) {
      const exception = exceptions.find(({ advisory: id, expires }) => expires > today && advisory.url?.endsWith(id) === true);
      if (exception === undefined)
        findings.add(`${name}: ${advisory.severity ?? 'unknown'}: ${advisory.title ?? ''} ${advisory.url ?? ''}`);
      else borne.add(`${name}: ${exception.advisory} until ${exception.expires}: ${exception.reason}`);
    }
  }
  return findings.size > 0 ? { outcome: 'findings', findings: [...findings] } : { outcome: 'clean', borne: [...borne] };
}

const expired = ({ advisory, expires }: AuditException): string => `the exception for ${advisory} expired on ${expires}`;

function parse(output: string): AuditReport | undefined {
  try {
    return JSON.parse(output) as AuditReport;
  } catch {
    return undefined;
  }
}
