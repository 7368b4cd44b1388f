import { encode } from 'uqr';
import { escapeHtml, SafeHtml } from './safe-html.ts';

/** Light modules around the code, by which scanners find it (ISO/IEC 18004, 5.3.8). */
const BORDER = 4;

/**
 * A QR code as an SVG picture: dark on white in any dress of the page, since many scanners read nothing else.
 * @param label what a screen reader says instead of the picture
 */
export function drawQrCode(text: string, label: string): SafeHtml {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const dark = data.map((row, y) => printRow(row, y)).join('');
  return new SafeHtml(
    `<svg class="code" viewBox="0 0 ${size} ${size}" role="img" aria-label="${escapeHtml(label)}" shape-rendering="crispEdges">` +
      `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#1d1b18" d="${dark}"/></svg>`,
  );
}

/** Neighbouring dark modules as one bar. */
function printRow(row: readonly boolean[], y: number): string {
  let bars = '';
  for (let x = 0; x < row.length; x++) {
    if (!row[x] || row[x - 1]) continue;
    let end = x;
    while (row[end]) end++;
    bars += `M${x} ${y}h${end - x}v1H${x}z`;
  }
  return bars;
}
