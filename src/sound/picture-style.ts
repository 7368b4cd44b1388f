/**
 * How the pictures look, in the dress of the house. Their colours differ in lightness and every kind in shape, too
 * (area, line, dashes, hatching), so that nothing is told by hue alone; blue and ochre stay apart for all kinds of
 * colour vision. Widths are those of the figure, wherever it stands (container query).
 */
export const pictureStyle = `
.sound {
  --sound-ground: #faf5ec; --sound-sheet: #fffdf8; --sound-ink: #26221c; --sound-soft: #6b6356; --sound-line: #e3dacb;
  --sound-wave: #dccfb9; --sound-body: #bfae92; --sound-loud: #15517f; --sound-band: #d99a1c; --sound-wanted: #744c00;
  --sound-gain: #a23b28; --sound-edge: #8f8677;
  display: grid; gap: 2.4rem; font-variant-numeric: tabular-nums;
}
@media screen and (prefers-color-scheme: dark) {
  .sound {
    --sound-ground: #1b1815; --sound-sheet: #211e1a; --sound-ink: #f0e9dd; --sound-soft: #aca294; --sound-line: #38322b;
    --sound-wave: #483f36; --sound-body: #6e6252; --sound-loud: #8cc4f2; --sound-band: #e3b04a; --sound-wanted: #f0c672;
    --sound-gain: #ee9a7d; --sound-edge: #857b6e;
  }
}
.sound figure { container-type: inline-size; margin: 0; min-width: 0; break-inside: avoid; }
.sound figcaption { display: flex; flex-wrap: wrap; gap: 0 0.9rem; align-items: baseline; }
.sound figcaption p, .sound .key { color: var(--sound-soft); font-size: 0.85rem; }
.sound .key { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; margin: 0.35rem 0 1.5rem; padding: 0; list-style: none; }
.sound .key li { display: inline-flex; gap: 0.4rem; align-items: center; }
.sound .key svg { flex: none; }
.sound .plot, .sound .flags {
  display: block; width: calc(100% - 2.4rem); margin-left: 2.4rem; overflow: visible;
}
.sound .hatch { position: absolute; }
.sound text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--sound-soft); }
.sound path, .sound line { vector-effect: non-scaling-stroke; }
.sound .ground { fill: var(--sound-ground); }
.sound .grid { stroke: var(--sound-line); stroke-width: 1; }
.sound .zero { stroke: var(--sound-edge); stroke-width: 1; }
.sound .levels text { text-anchor: end; }
.sound .times line { stroke: var(--sound-edge); }
.sound .wave { fill: var(--sound-wave); }
.sound .body { fill: var(--sound-body); }
.sound path.loud, .sound path.halo, .sound path.gain { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.sound path.loud { stroke: var(--sound-loud); stroke-width: 1.7; }
.sound path.halo { stroke: var(--sound-sheet); stroke-width: 3.6; stroke-opacity: 0.65; }
.sound path.gain { stroke: var(--sound-gain); stroke-width: 1.7; }
.sound .lift { fill: var(--sound-gain); fill-opacity: 0.14; }
.sound .span { fill: var(--sound-gain); fill-opacity: 0.3; }
.sound .band { fill: var(--sound-band); fill-opacity: 0.55; stroke: var(--sound-wanted); stroke-width: 0.75; stroke-opacity: 0.7; }
.sound line.mean, .sound path.mean { fill: none; stroke: var(--sound-ink); stroke-width: 1.2; stroke-dasharray: 5 4; }
.sound .label { text-anchor: end; font-weight: 600; paint-order: stroke; stroke: var(--sound-sheet); stroke-width: 4px; stroke-linejoin: round; }
.sound .label.wanted { fill: var(--sound-wanted); }
.sound .label.mean { fill: var(--sound-ink); }
.sound .cut rect, .sound path.cut { fill: url(#sound-cut); stroke: var(--sound-edge); stroke-width: 0.75; }
.sound .cut { fill: var(--sound-sheet); }
.sound #sound-cut path { stroke: var(--sound-edge); stroke-width: 1.4; }
.sound .bumper rect, .sound path.bumper { fill: var(--sound-loud); fill-opacity: 0.13; stroke: var(--sound-loud); stroke-width: 0.75; stroke-opacity: 0.5; }
.sound .bed rect, .sound path.bed { fill: var(--sound-gain); fill-opacity: 0.75; stroke: var(--sound-sheet); stroke-width: 1; }
.sound .poles line, .sound .flags line { stroke: var(--sound-ink); stroke-width: 1; stroke-opacity: 0.6; }
.sound .poles line { stroke-dasharray: 1 3; }
.sound .flags text { fill: var(--sound-ink); font-size: 12px; }
.sound .flags .number { font-weight: 700; fill: var(--sound-gain); }
.sound .veil { fill: url(#sound-veil); transform: translateX(-26px); }
.sound stop { stop-color: var(--sound-sheet); }
.sound .clear { stop-opacity: 0; }
.sound .flags { margin-top: -0.6rem; }
.sound .narrow { display: none; }
@container (max-width: 560px) {
  .sound .fine, .sound .roomy { display: none; }
  .sound .narrow { display: block; }
  .sound path.loud, .sound path.gain { stroke-width: 1.1; }
  .sound path.halo { stroke-width: 2; }
  .sound .plot, .sound .flags { width: calc(100% - 2rem); margin-left: 2rem; }
}
@media print {
  .sound { --sound-sheet: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
