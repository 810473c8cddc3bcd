/**
 * How the page looks: on a screen, on a telephone and on paper. Holds nothing that came from a study.
 */

/** The style sheet of the page. The language that is not chosen is hidden by the two radio buttons at its top. */
export const STYLE = `
:root{color-scheme:light;--ink:#1a1a1a;--faint:#d9d9d9;--accent:#0b5394}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
#language-en:checked~* [lang="zh-CN"],#language-zh:checked~* [lang="en"]{display:none}
.language{position:absolute;opacity:0;pointer-events:none}
.banner{background:#7a1f1f;color:#fff;text-align:center;padding:.45rem 1rem;font-weight:600}
header,main,footer .inner{max-width:1040px;margin:0 auto;padding:0 1.1rem}
header{padding-top:1rem}
h1{font-size:1.75rem;line-height:1.25;margin:.4rem 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.35rem;line-height:1.3;margin:2.6rem 0 .8rem;padding-top:.5rem;border-top:2px solid var(--ink)}
h3{font-size:1.05rem;margin:0 0 .2rem;overflow-wrap:anywhere}
p{margin:.5rem 0;overflow-wrap:anywhere}
a{color:var(--accent)}
.switch{display:flex;justify-content:flex-end;gap:.4rem}
.switch label{border:1px solid #767676;border-radius:4px;padding:.15rem .7rem;cursor:pointer}
#language-en:checked~header label[for="language-en"],#language-zh:checked~header label[for="language-zh"]{background:var(--ink);color:#fff;border-color:var(--ink)}
#language-en:focus-visible~header label[for="language-en"],#language-zh:focus-visible~header label[for="language-zh"]{outline:3px solid var(--accent);outline-offset:2px}
nav ul{list-style:none;margin:.6rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.15rem 1rem;font-size:.95rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:.9rem;margin:1rem 0}
.cards.wide{grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
.card{border:1px solid #9a9a9a;border-left:5px solid var(--accent);border-radius:4px;padding:.7rem .9rem}
.card.apparent{border-left-color:#9a9a9a;background:#f7f7f7}
.size{margin:0 0 .4rem}
dl{margin:0}
dl>div{margin:.3rem 0}
dt{font-size:.88rem;color:#4d4d4d}
dd{margin:0;font-variant-numeric:tabular-nums;font-weight:600}
dd .weak{font-weight:400}
.caution{font-size:.88rem;margin:.5rem 0 0;padding-top:.4rem;border-top:1px solid var(--faint)}
.whole{white-space:nowrap}
.said{min-width:12rem}
sup{line-height:0}
.weak{font-size:.88rem;color:#4d4d4d}
.remark,.notes{font-size:.9rem;color:#3d3d3d}
.notes p{margin:.15rem 0}
.simulated{border:2px solid #8a6d00;background:#fff8e1;padding:.5rem .8rem;border-radius:4px;font-weight:600}
.pair{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:flex-start}
.scroll{overflow-x:auto;margin:.8rem 0}
.scroll:focus-visible{outline:3px solid var(--accent)}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
.scroll table{min-width:100%}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}
th,td{padding:.35rem .7rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--faint)}
.scroll td{min-width:4.2rem}
thead th{border-bottom:1.5px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:400;min-width:7.5rem}
.scroll tbody th{position:sticky;left:0;background:#fff}
.confusion th,.confusion td{padding:.25rem .4rem;text-align:center;border:1px solid #9a9a9a}
.confusion tbody th,.confusion thead th{font-weight:400;font-size:.8rem;min-width:0}
.confusion td.right{background:#e3eef8;font-weight:600}
.confusion thead td{border:0}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:1.4rem 1.6rem;margin:1rem 0}
figure{margin:0;max-width:480px}
figure svg{display:block;width:100%;height:auto}
figcaption{font-size:.92rem;margin-top:.2rem;overflow-wrap:anywhere}
.files{margin-left:.5rem;font-size:.85rem}
pre{background:#f7f7f7;border:1px solid var(--faint);padding:.8rem;overflow-x:auto;font-size:.85rem;line-height:1.4}
code{font-family:ui-monospace,"SF Mono",Consolas,monospace;font-size:.85em;overflow-wrap:anywhere}
.yes{color:#00603f}
.no{color:#a32a00}
footer{margin-top:3rem}
@media (max-width:600px){body{font-size:15px}h1{font-size:1.4rem}h2{font-size:1.2rem}}
@media print{
body{font-size:10pt}
.switch,nav,.files{display:none}
.banner{color:#000;background:#fff;border:1px solid #000}
figure,.card,tr,.simulated{break-inside:avoid}
h2,h3,caption{break-after:avoid}
.scroll{overflow:visible}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.grid,.cards,.cards.wide{grid-template-columns:repeat(2,1fr)}
a{color:inherit;text-decoration:none}
}
@page{margin:15mm}
`;
