// A post as a reviewer sees it: card beside sentence and checks, and side by side with what was signed last.
import { el } from "./studio.js";
const run = (words) => words.map(([what, text]) => (what === "same" ? text : el(what === "gone" ? "del" : "ins", {}, text)));
function framed(src, alt, regions, one) {
  const box = el("div", { class: "framed" }, el("img", { src, alt }));
  for (const [x0, y0, x1, y1] of regions) {
    const mark = el("i", {});
    Object.assign(mark.style, { left: `${(100 * x0) / one.width}%`, top: `${(100 * y0) / one.height}%`, width: `${(100 * (x1 - x0)) / one.width}%`, height: `${(100 * (y1 - y0)) / one.height}%` });
    box.append(mark);
  }
  return box;
}
function words(one) {
  const from = one.sentence ? el("p", { class: "sentence" }, el("span", {}, one.around[0]), el("b", {}, one.sentence), el("span", {}, one.around[1])) : el("p", { class: "sentence" }, el("b", {}, one.text));
  const noted = one.checks.filter((c) => c.state === "noted"), fine = one.checks.length - noted.length;
  return el("div", { class: "beside" }, el("h3", {}, one.sentence ? "原文" : "卡片上的话（原文不在工作台里）"), from,
    one.altered && one.sentence && el("p", { class: "told" }, `卡片上改成了：${one.text}`),
    el("h3", {}, "检查"), one.checks.length ? el("div", {}, el("ul", { class: "checks" }, ...noted.map((c) => el("li", { class: "noted" }, c.name, el("p", {}, c.message)))), el("details", { class: "fine-checks" }, el("summary", {}, `${fine} 项通过`), el("ul", { class: "checks" }, ...one.checks.filter((c) => c.state === "made").map((c) => el("li", { class: "made" }, c.name))))) : el("p", { class: "quiet" }, "做图时的检查记录不在了。"));
}
/** Return the nodes of a post; `base` is where its pictures are. */
export function postview(now, base) {
  const key = now.digest.slice(0, 12), old = now.earlier;
  const caption = el("div", {}, el("h3", {}, "配文"), el("div", { class: "caption" }, ...(old ? [...run(old.title), old.title.length ? "\n\n" : "", ...run(old.caption)] : [[now.caption?.title, now.caption?.text].filter(Boolean).join("\n\n")])));
  const names = el("div", {}, el("h3", {}, "签名"), el("dl", { class: "sigs" }, ...now.stages.flatMap((stage) => { const s = now.signatures.filter((x) => x.role === stage && x.holds).at(-1); return [el("dt", {}, stage), el("dd", {}, s ? `${s.person}　${s.verdict === "signed" ? "已签" : `退回：${s.note}`}` : "还没有")]; })));
  const cards = now.pictures.map((one, i) => {
    const before = old?.pictures[i], src = `${base}/pictures/${i}?d=${key}`;
    if (!before) return el("div", { class: "pair-of" }, el("figure", {}, framed(src, one.alt, [], one)), words(one));
    return el("div", { class: "pair-of then" },
      el("figure", {}, before.there ? framed(`${base}/before/${i}?d=${key}`, "上次签的图", [], one) : el("p", { class: "gone-pic" }, "上次签的图已经不在了，看下面的文字。"), el("figcaption", {}, "上次签的")),
      el("figure", {}, framed(src, one.alt, before.regions, one), el("figcaption", {}, before.same ? "现在：一模一样" : `现在：${before.regions.length ? `${before.regions.length} 处不同，已框出` : "有不同"}`)),
      el("div", {}, el("h3", {}, "文字"), el("p", { class: "sentence diff" }, ...run(before.words)), words(one)));
  });
  // A single card leaves room beside it: what goes out with it is read there.
  if (cards.length === 1) cards[0].lastElementChild.append(caption, names); else cards.push(caption, names);
  return [
    now.tampered && el("p", { class: "error alarm" }, "警告：这一条的记录被改动过，签名与经过不可信，请找维护者。"),
    old && el("p", { class: "note" }, `这一条签过又改了。上次签的人：${old.signers.map(([role, name]) => `${role} ${name}`).join("、") || "已发出的那一期"}。左边是那时的样子，右边是现在。`),
    ...cards,
  ].filter(Boolean);
}
