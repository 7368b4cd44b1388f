/** The page around the pictures: paper, ink and one brick red, as in the studio. */
export const reportStyle = `
:root {
  --paper: #f6f1e8; --sheet: #fffdf8; --ink: #26221c; --soft: #6b6356; --line: #e3dacb; --accent: #a23b28;
  --good: #1f5c42; --bad: #9a2b2b;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "Noto Serif", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #171512; --sheet: #211e1a; --ink: #f0e9dd; --soft: #aca294; --line: #38322b; --accent: #ee9a7d;
    --good: #86c8a6; --bad: #f2958d;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 76rem; padding: 0 clamp(1rem, 4vw, 2.5rem) 3rem;
  background: var(--paper); color: var(--ink); font: 1rem / 1.55 var(--sans); overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1, h2, h3, .wordmark { font-family: var(--serif); font-weight: 600; line-height: 1.18; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.3rem + 2.4vw, 2.9rem); letter-spacing: -0.015em; }
h2, h3 { font-size: 1.3rem; }
.house { display: flex; align-items: center; min-height: 4.5rem; }
.wordmark { display: inline-flex; align-items: center; gap: 0.55rem; font-size: 1.2rem; }
.mark { width: 1.6rem; fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-linecap: round; }
.overline { color: var(--accent); font-size: 0.76rem; font-weight: 650; letter-spacing: 0.09em; text-transform: uppercase; }
.head { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3rem; padding: 0.8rem 0 2rem; }
.head .by { color: var(--soft); }
.sheet {
  background: var(--sheet); border: 1px solid var(--line); border-radius: 0.9rem;
  padding: clamp(1.1rem, 3vw, 1.8rem); min-width: 0;
}
main, .pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem; }
@media (min-width: 56rem) { .pair.two { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); } }
.details { align-items: start; }
.verdict { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; align-content: start; }
.verdict h2 { display: flex; gap: 0.6rem; align-items: center; font-size: 1.55rem; }
.verdict svg { flex: none; width: 1.7rem; height: 1.7rem; fill: none; stroke: var(--good); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.verdict.bad svg { stroke: var(--bad); }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.15rem 1rem; margin-top: 0.3rem; font-size: 0.9rem; }
.facts dd { min-width: 0; }
.facts dt, .remarks .advice, footer { color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.95rem; }
/* Measures and figures keep their words whole as long as there is room. */
table { overflow-wrap: break-word; }
th, td { min-width: 0; padding: 0.5rem 0 0.5rem 0.8rem; border-top: 1px solid var(--line); text-align: right; font-weight: 400; vertical-align: baseline; }
thead th { border: 0; padding-top: 0; color: var(--soft); font-size: 0.85rem; vertical-align: bottom; }
th:first-child { text-align: left; padding-left: 0; }
td.after { font-weight: 650; }
td small { color: var(--soft); font-weight: 400; font-size: 0.85em; }
td.wanted { color: var(--soft); }
td.before, td.after { white-space: nowrap; }
.remarks, .chapters { display: grid; gap: 0.7rem; margin-top: 0.8rem; padding: 0; list-style: none; }
.remarks li { padding-left: 1rem; border-left: 3px solid var(--line); }
.chapters { gap: 0; }
.chapters li { display: flex; gap: 0.8rem; padding: 0.35rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.chapters b { min-width: 1.4rem; color: var(--accent); }
.chapters.many { columns: 24rem; column-gap: 2.5rem; display: block; }
.chapters time { flex: none; min-width: 3.9rem; color: var(--soft); }
.chapters { font-variant-numeric: tabular-nums; }
.chapters span { min-width: 0; }
footer { margin-top: 1.8rem; font-size: 0.85rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 30rem) {
  table, thead, tbody { display: block; }
  tr { display: grid; grid-template-columns: minmax(4.2rem, 1fr) repeat(2, minmax(4.6rem, 6.2rem)); padding: 0.5rem 0; }
  tbody tr { border-top: 1px solid var(--line); }
  thead tr { padding-top: 0; }
  th, td { padding: 0; border: 0; }
  th.wanted, td.wanted:empty { display: none; }
  td.wanted { grid-column: 1 / -1; font-size: 0.85rem; }
  td.wanted::before { content: "wanted "; }
}
@media print {
  @page { margin: 14mm; }
  :root { color-scheme: light; --paper: #fff; --sheet: #fff; }
  body { max-width: none; padding: 0; font-size: 0.85rem; }
  .house { min-height: 2.5rem; }
  .head { padding: 0 0 1rem; }
  .sheet { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 0.8rem 0; break-inside: avoid; }
  .pair.two { column-gap: 2.4rem; }
  .sheet.pictures { break-inside: auto; }
  .pair.two { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); }
}
`;
