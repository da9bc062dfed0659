/// How the page looks, by day and by night.
enum Style {
  /// Classes `colour0`… for lines of others than ours.
  static let colourCount = 9

  static let sheet: Markup = """
    :root{color-scheme:light dark;--ink:#1c1e21;--soft:#5b6169;--paper:#fff;--card:#f5f6f8;--rule:#d9dde3;
    --ours:#d4480b;--theirs:#8a94a3;--met:#11703a;--missed:#b3161f;--c0:#2563a8;--c1:#7a3fa0;--c2:#0f7c74;--c3:#8a6d00;
    --c4:#a8326e;--c5:#4d6b1f;--c6:#5b6169;--c7:#3d55c4}
    @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a4abb5;--paper:#14161a;--card:#1e2126;--rule:#3a3f47;
    --ours:#ff8a4c;--theirs:#77818f;--met:#5fd394;--missed:#ff8087;--c0:#74b0f0;--c1:#c79be6;--c2:#55cfc4;--c3:#d9bd4e;
    --c4:#f08fbd;--c5:#a6cf68;--c6:#a4abb5;--c7:#9fb0ff}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:62rem;padding:1rem;background:var(--paper);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
    h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.2rem;line-height:1.3;margin:2.5rem 0 .5rem}
    h3{font-size:1rem;margin:1.2rem 0 .4rem}h4{font-size:.95rem;font-weight:600;margin:1rem 0 .2rem}
    p{margin:.5rem 0}.soft,summary,details p{color:var(--soft)}summary{cursor:pointer;padding:.4rem 0}
    .warning{border:2px solid var(--missed);border-radius:.5rem;padding:.6rem .8rem;font-weight:600}
    .plots{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));align-items:start}
    figure{margin:0;padding:.8rem;background:var(--card);border-radius:.6rem;max-width:34rem}
    figcaption{font-weight:600;margin-bottom:.6rem}
    svg{display:block;width:100%;height:auto;overflow:visible}
    svg text{fill:var(--ink);font-size:13px}svg .tick{fill:var(--soft);font-size:12px}
    svg .legend{font-size:12px}svg .value,td{font-variant-numeric:tabular-nums}svg .strong{font-weight:700}
    .grid{stroke:var(--rule);stroke-width:1}.bar.ours,.dot.ours,.mark.ours{fill:var(--ours)}.bar.theirs{fill:var(--theirs);opacity:.55}
    .dot.ours{stroke:var(--card);stroke-width:.7}.dot.theirs{fill:var(--ink);opacity:.55}
    .line{fill:none;stroke-width:1.6;stroke-linejoin:round}.line.ours{stroke:var(--ours);stroke-width:3.2}
    .colour0{stroke:var(--c0)}.colour1{stroke:var(--c1)}.colour2{stroke:var(--c2)}.colour3{stroke:var(--c3)}
    .colour4{stroke:var(--c4)}.colour5{stroke:var(--c5)}.colour6{stroke:var(--c6);stroke-dasharray:5 3}
    .colour7{stroke:var(--c7);stroke-dasharray:5 3}.colour8{stroke:var(--c4);stroke-dasharray:5 3}.mark{fill:var(--card);stroke-width:1.6}.mark.ours{stroke:none}
    .verdicts{list-style:none;padding:0;margin:.5rem 0}.verdicts li{padding:.5rem 0;border-bottom:1px solid var(--rule)}
    .badge{display:inline-block;min-width:4.6rem;margin-right:.4rem;padding:0 .5rem;border-radius:.3rem;text-align:center;
    font-size:.85rem;font-weight:700;border:1px solid currentColor}
    .met .badge{color:var(--met)}.missed .badge{color:var(--missed)}.open .badge{color:var(--soft)}
    .scroll{overflow-x:auto;margin:.6rem 0}table{border-collapse:collapse;font-size:.9rem;white-space:nowrap}
    th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--rule)}
    th:first-child,td:first-child{text-align:left;padding-left:0}th{color:var(--soft);font-weight:600}
    td.absent{text-align:left;color:var(--soft);font-style:italic}
    """
}
