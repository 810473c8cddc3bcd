/**
 * Bytes of a text value to text, by the character sets the file names.
 *
 * Bytes that the named sets do not explain become U+FFFD, which shows that they are not known. Source: PS3.5
 * section 6.1 and PS3.3 section C.12.1.1.2.
 */

/** TextDecoder labels of the sets that are used alone. latin1 stands for the default repertoire too. */
const SINGLE: Readonly<Record<string, string>> = {
  '': 'us-ascii',
  'ISO_IR 6': 'us-ascii',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Escape sequences of code extensions (after ESC): the label, and how many bytes a character takes in G0. */
const ESCAPES: readonly (readonly [escape: string, label: string])[] = [
  ['$)C', 'euc-kr'],
  ['$)A', 'gb2312'],
  ['$(D', 'jisx0212'],
  ['$B', 'jisx0208'],
  ['(B', 'us-ascii'],
  ['(J', 'shift_jis'],
  [')I', 'shift_jis'],
  ['-A', 'iso-8859-1'],
  ['-B', 'iso-8859-2'],
  ['-C', 'iso-8859-3'],
  ['-D', 'iso-8859-4'],
  ['-L', 'iso-8859-5'],
  ['-G', 'iso-8859-6'],
  ['-F', 'iso-8859-7'],
  ['-H', 'iso-8859-8'],
  ['-M', 'windows-1254'],
  ['-b', 'iso-8859-15'],
  ['-T', 'windows-874'],
];

const ESC = 0x1b;

/** Printable ASCII only decodes the same in every set but ISO 2022 double byte, which begins with an escape. */
function decodeAscii(bytes: Uint8Array): string | undefined {
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7e || byte === ESC) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

function decodeLabel(bytes: Uint8Array, label: string): string {
  if (label === 'us-ascii')
    return Array.from(bytes, (b) => (b < 0x80 ? String.fromCharCode(b) : '\ufffd')).join('');
  if (label === 'jisx0208') {
    // The same characters in EUC-JP have the high bit set, which TextDecoder reads in every runtime.
    return new TextDecoder('euc-jp').decode(
      Uint8Array.from(bytes, (b) => (b > 0x20 && b < 0x7f ? b | 0x80 : b)),
    );
  }
  if (label === 'jisx0212') {
    const euc: number[] = [];
    for (let at = 0; at + 1 < bytes.length; at += 2) euc.push(0x8f, bytes[at]! | 0x80, bytes[at + 1]! | 0x80);
    return new TextDecoder('euc-jp').decode(Uint8Array.from(euc));
  }
  return new TextDecoder(label).decode(bytes);
}

function labelOf(characterSet: string): string {
  const single = characterSet.replace(/^ISO 2022 IR /, 'ISO_IR ').trim();
  return SINGLE[single] ?? 'us-ascii';
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let n = 0; n < text.length; n++) if (bytes[at + n] !== text.charCodeAt(n)) return false;
  return true;
}

function decodeExtended(bytes: Uint8Array, firstLabel: string): string {
  let label = firstLabel;
  let text = '';
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at];
    const resets = byte === 0x0a || byte === 0x0d || byte === 0x5e || byte === 0x3d;
    const multiByte = label === 'jisx0208' || label === 'jisx0212';
    if (at < bytes.length && byte !== ESC && !(resets && !multiByte)) continue;
    text += decodeLabel(bytes.subarray(from, at), label);
    from = at;
    if (at === bytes.length) break;
    if (byte !== ESC) {
      // Delimiters return to the first character set (PS3.5 section 6.1.2.5.3).
      label = firstLabel;
      continue;
    }
    const extension = ESCAPES.find(([sequence]) => startsWith(bytes, at + 1, sequence));
    label = extension?.[1] ?? 'us-ascii';
    from = at + 1 + (extension?.[0].length ?? 0);
    at = from - 1;
  }
  return text;
}

/**
 * Decodes the bytes of a text value.
 *
 * @param bytes The value as in the file, padding included.
 * @param characterSets Values of SpecificCharacterSet; empty for the default repertoire.
 * @returns Text, never an error; what the sets do not explain is U+FFFD.
 * @example decodeText(Uint8Array.of(0x4d, 0xfc), ['ISO_IR 100']); // 'Mü'
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  const ascii = decodeAscii(bytes);
  if (ascii !== undefined) return ascii;
  const label = labelOf(characterSets[0] ?? '');
  const extended = characterSets.length > 1 || (characterSets[0] ?? '').startsWith('ISO 2022');
  return extended ? decodeExtended(bytes, label) : decodeLabel(bytes, label);
}
