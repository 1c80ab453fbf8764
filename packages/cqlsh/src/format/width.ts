/**
 * Characters of two columns: East Asian Wide and Fullwidth (EastAsianWidth.txt of Unicode 16, in whole blocks), and what is an emoji by
 * default.
 */
const WIDE =
  /^(?:[\u1100-\u115F\u2329\u232A\u2630-\u2637\u268A-\u268F\u2E80-\u303E\u3041-\u3247\u3250-\u4DFF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1D300}-\u{1D376}\u{1F200}-\u{1F265}\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}]|\p{Emoji_Presentation})$/u;
/**
 * Characters without a column of their own: combining marks (Thai, Indic and Arabic vowel signs among them), most format characters,
 * the parts of a Hangul syllable after its first consonant, and Hangul fillers.
 */
const ZERO = /^[\p{Mn}\p{Me}\p{Mc}\p{Cf}\p{Zl}\p{Zp}\u1160-\u11FF\u3164\uD7B0-\uD7FF\uFFA0]$/u;
/** Format characters that are drawn all the same: the soft hyphen, and signs that go around numbers (Prepended_Concatenation_Mark). */
const DRAWN_FORMAT = /^[\u00AD\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]$/u;
/** Signs that join the consonant before them to the one after (Indic_Syllabic_Category=Virama). */
const VIRAMA =
  /^[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2\u1A60\u1B44\u1BAB\uA806\uA8C4\uA9C0\uAAF6\u{10A3F}\u{11046}\u{110B9}\u{11133}\u{111C0}\u{11235}\u{1134D}\u{113D0}\u{11442}\u{114C2}\u{115BF}\u{1163F}\u{116B6}\u{11839}\u{1193E}\u{119E0}\u{11A47}\u{11A99}\u{11C3F}\u{11D45}\u{11D97}\u{11F42}]$/u;
const SPACING_MARK = /^\p{Mc}$/u;
const EMOJI = /^\p{Emoji}$/u;
const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const SKIN_TONE = /^\p{Emoji_Modifier}$/u;
const FLAG_LETTER = /^\p{Regional_Indicator}$/u;
const JOINER = '\u200D';
const AS_EMOJI = '\uFE0F';
/** A joined group (a conjunct, a letter with a spacing vowel sign, an emoji) is drawn in two columns at most. */
const JOINED_WIDTH = 2;

/**
 * How many columns a text takes in a terminal, by the rules of wcwidth, which cqlsh pads by; nothing in it may be a control character.
 */
export function displayWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the common case: plain ASCII
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  const measure = new Measure();
  for (const character of text) measure.add(character);
  return measure.width;
}

/** What the character before was, where that decides how this one is drawn. */
type Before = 'virama' | 'joiner' | 'flag';

/** Adds up the widths of groups: a base character with what is drawn together with it. */
class Measure {
  #done = 0;
  #group = 0;
  /** The character that a variation selector would change; none after one was there. */
  #base = '';
  #isBaseOpen = false;
  #before: Before | undefined;

  get width(): number {
    return this.#done + this.#group;
  }

  add(character: string): void {
    const before = this.#before;
    this.#before = undefined;
    if (character === JOINER) {
      this.#before = before === 'virama' ? 'virama' : 'joiner';
    } else if (before === 'joiner') {
      return;
    } else if (character === AS_EMOJI) {
      this.#makeEmoji();
    } else if (FLAG_LETTER.test(character) && before === 'flag') {
      this.#base = character;
    } else if (!(SKIN_TONE.test(character) && PICTOGRAPH.test(this.#base))) {
      this.#draw(character, before);
    }
  }

  #makeEmoji(): void {
    if (this.#isBaseOpen && EMOJI.test(this.#base)) this.#group = JOINED_WIDTH;
    this.#isBaseOpen = false;
  }

  #draw(character: string, before: Before | undefined): void {
    const width = characterWidth(character);
    if (width > 0) {
      if (before !== 'virama') this.#done += this.#group;
      this.#group = before === 'virama' ? JOINED_WIDTH : width;
      this.#base = character;
      this.#isBaseOpen = true;
      if (FLAG_LETTER.test(character)) this.#before = 'flag';
    } else if (VIRAMA.test(character)) {
      this.#before = 'virama';
    } else if (this.#isBaseOpen && SPACING_MARK.test(character)) {
      this.#group = JOINED_WIDTH;
      this.#isBaseOpen = false;
    }
  }
}

function characterWidth(character: string): number {
  if (FLAG_LETTER.test(character)) return 2;
  if (ZERO.test(character) && !DRAWN_FORMAT.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
