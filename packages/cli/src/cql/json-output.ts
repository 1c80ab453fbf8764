import { type CqlPart, jsonText, type JsonValue } from '@ringside/cqlsh';

/**
 * What `--json` prints, part by part: one array with an object for each statement, its rows on a line each. The text of what was given
 * so far is always the beginning of one JSON value; {@link end} gives the rest of it.
 */
export class JsonOutput {
  #isFirstStatement = true;
  /** What is open: nothing, a statement before its rows, or its rows. */
  #open: 'nothing' | 'statement' | 'rows' = 'nothing';
  #hasRow = false;
  #printed = '';

  /** The next text for a part. */
  take(part: CqlPart): string {
    const begin = this.#begin(part);
    const { rows } = part;
    if (this.#isSaid(part)) this.#printed += part.output;
    const shown = rows === undefined ? '' : this.#rows(rows);
    return begin + shown + (part.isLast ? this.#close(part.failed, part.error) : '');
  }

  /** Rows are given as such; what is printed around them is not, but for warnings and traces. */
  #isSaid({ rows, failed, isNotice }: CqlPart): boolean {
    return rows === undefined && !failed && (this.#open === 'statement' || isNotice === true);
  }

  /** The text that ends the array, also in the middle of a statement that `why` broke off. */
  end(why?: { readonly code: string; readonly message: string }): string {
    const rest = this.#open === 'nothing' ? '' : this.#close(true, why);
    return this.#isFirstStatement ? '[]\n' : `${rest}\n]\n`;
  }

  #begin({ statement, file, line }: CqlPart): string {
    if (this.#open !== 'nothing') return '';
    const separator = this.#isFirstStatement ? '[\n' : ',\n';
    this.#isFirstStatement = false;
    this.#open = 'statement';
    this.#printed = '';
    const fileText = file === undefined ? '' : `, "file": ${jsonText(file)}`;
    return `${separator}{"statement": ${jsonText(statement)}${fileText}, "line": ${line}`;
  }

  #rows(rows: readonly JsonValue[]): string {
    const begin = this.#open === 'rows' ? '' : ', "rows": [';
    if (this.#open !== 'rows') {
      this.#hasRow = false;
      this.#printed = '';
    }
    this.#open = 'rows';
    const lines = rows.map((row) => {
      const separator = this.#hasRow ? ',\n' : '\n';
      this.#hasRow = true;
      return separator + jsonText(row);
    });
    return begin + lines.join('');
  }

  #close(failed: boolean, error: { readonly code: string; readonly message: string } | undefined): string {
    const end = this.#open === 'rows' ? ']' : '';
    const hasOutput = this.#open !== 'nothing' && this.#printed !== '' && !failed;
    this.#open = 'nothing';
    const output = hasOutput ? `, "output": ${jsonText(this.#printed)}` : '';
    const why = error === undefined ? '' : `, "error": ${jsonText({ code: error.code, message: error.message })}`;
    return `${end}${output}, "failed": ${failed}${why}}`;
  }
}
