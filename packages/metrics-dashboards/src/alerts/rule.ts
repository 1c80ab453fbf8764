/** How urgent an alert is: `critical` wakes someone, `warning` is looked at the same day, `info` when there is time. */
export type Severity = 'critical' | 'warning' | 'info';

/** A rule that Prometheus evaluates, and what to do when it fires. */
export interface AlertRule {
  /** Its name in Prometheus. */
  readonly alert: string;
  /** The condition, in PromQL. */
  readonly expr: string;
  /** For how long the condition must hold before the alert fires, as Prometheus writes durations. */
  readonly for: string;
  /** A label of the alert, by which Alertmanager decides whom to tell. */
  readonly severity: Severity;
  /** One sentence for whoever is on call, with Prometheus' templates. */
  readonly summary: string;
  /** The heading of the page *Read the signs* that says what to do, as it stands in an address. */
  readonly section: string;
}

/** Rules that belong together. Prometheus evaluates a group in order, at one time. */
export interface AlertGroup {
  /** Unique in the file; Prometheus shows it on its page of rules. */
  readonly name: string;
  /** In the order in which they are evaluated. */
  readonly rules: readonly AlertRule[];
}
