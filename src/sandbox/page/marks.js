// Parses Discord's Markdown into a tree of plain objects, without touching the page.
//
// A node has a `kind`, either `text` or `children`, and further fields by its kind.

/** The text between an opening and a closing mark: anything; a backslash and the character it escapes count as one. */
const INSIDE = "((?:\\\\[^]|[^\\\\])+?)";
const at = (source) => new RegExp(source, "y");

/** Marks that can contain other marks. The order matters: `**` is tried before `*`. */
const HOLDING = [
  ["bold", at(`\\*\\*${INSIDE}\\*\\*(?!\\*)`)],
  ["underline", at(`__${INSIDE}__(?!_)`)],
  ["struck", at(`~~${INSIDE}~~`)],
  ["spoiler", at(`\\|\\|${INSIDE}\\|\\|`)],
  ["italic", at("\\*(?!\\s)((?:\\*\\*|\\\\[^]|[^*\\\\])+?)(?<!\\s)\\*(?!\\*)")],
  // An underscore inside a word does not close.
  ["italic", at("_((?:__|\\\\[^]|[^_\\\\])+?)_(?!\\w)")],
];

const ESCAPED = at("\\\\([^0-9A-Za-z\\s])");
const CODE = at("(`+)([^]*?[^`])\\1(?!`)");
const MENTION = at("<(@!?|@&|#)(\\d{1,20})>");
const COMMAND = at("</([^:>\\n]{1,100}):\\d{1,20}>");
const EMOJI = at("<a?:(\\w{2,32}):\\d{1,20}>");
const MOMENT = at("<t:(-?\\d{1,13})(?::([tTdDfFR]))?>");
const EVERYONE = at("@(everyone|here)\\b");
const BARE_LINK = at("https?://[^\\s<]+");
const QUIET_LINK = at("<(https?://[^\\s<>]+)>");
const NAMED_LINK = at("\\[((?:\\\\[^]|[^\\[\\]\\\\])+)\\]\\(<?(https?://(?:[^\\s<>()]|\\([^\\s<>()]*\\))+)>?(?:\\s+\"[^\"]*\")?\\)");

/** Parses a whole text: quotes, headings, lists, code blocks and inline marks. */
export function parse(text) {
  return blocks(text ?? "", false);
}

/** Parses inline marks only, as Discord does for titles. */
export function parseLine(text) {
  return inline(text ?? "");
}

/** The kinds of block nodes. */
const BLOCKS = new Set(["block", "quote", "heading", "subtext", "list"]);

/** The plain text on one line, for previews and screen readers. `named` gives the text of a mention. */
export function words(nodes, named = (node) => node.sign + node.id) {
  const one = (node) => {
    if (node.kind === "mention") return named(node);
    if (node.kind === "moment") return "⏱";
    if (node.kind === "spoiler") return "▒▒▒";
    if (node.kind === "list") return node.items.map((item) => words([...item.children, ...item.nested], named)).join(" · ");
    return node.text ?? words(node.children, named);
  };
  return nodes.map((node) => BLOCKS.has(node.kind) ? ` ${one(node)} ` : one(node)).join("").replace(/\s+/g, " ").trim();
}

const QUOTE_REST = /^ *>>> ([^]*)$/;
const QUOTE_LINE = /^ *> (.*)$/;
const HEADING = /^ *(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^ *-# +(\S.*)$/;
const LIST_LINE = /^( *)([-*]|\d{1,10}\.) +(\S.*)$/;

function blocks(text, quoted) {
  const out = [];
  let rest = text;
  let plain = "";
  const flush = () => {
    // The line break before a block belongs to the block.
    if (plain !== "") out.push(...inline(plain.replace(/\n$/, "")));
    plain = "";
  };
  const put = (node, length) => {
    flush();
    out.push(node);
    rest = rest.slice(length).replace(/^\n/, "");
  };
  while (rest !== "") {
    const block = blockAt(rest, quoted);
    if (block !== null) {
      put(block.node, block.length);
      continue;
    }
    const line = rest.indexOf("\n") < 0 ? rest.length : rest.indexOf("\n") + 1;
    const fence = fenceIn(rest, line);
    if (fence === null) {
      plain += rest.slice(0, line);
      rest = rest.slice(line);
    } else {
      plain += rest.slice(0, fence.start);
      put({ kind: "block", text: fence.text }, fence.end);
    }
  }
  if (plain !== "") out.push(...inline(plain));
  return out;
}

/** The block at the start of the text and its length; null when there is none. */
function blockAt(text, quoted) {
  const line = text.split("\n", 1)[0];
  const whole = quoted ? null : QUOTE_REST.exec(text);
  if (whole !== null) return { node: { kind: "quote", children: blocks(whole[1], true) }, length: text.length };
  if (!quoted && QUOTE_LINE.test(line)) {
    const lines = leading(text, QUOTE_LINE);
    const inside = lines.map((one) => QUOTE_LINE.exec(one)[1]).join("\n");
    return { node: { kind: "quote", children: blocks(inside, true) }, length: lines.join("\n").length };
  }
  const heading = HEADING.exec(line);
  if (heading !== null) return { node: { kind: "heading", level: heading[1].length, children: inline(heading[2]) }, length: line.length };
  const subtext = SUBTEXT.exec(line);
  if (subtext !== null) return { node: { kind: "subtext", children: inline(subtext[1]) }, length: line.length };
  if (!LIST_LINE.test(line)) return null;
  const lines = leading(text, LIST_LINE);
  // A change between bullets and numbers at the outer level begins another list.
  const first = ofList(lines[0]);
  const end = lines.findIndex((one, place) => 0 < place && ofList(one).indent <= first.indent && ofList(one).ordered !== first.ordered);
  const own = end < 0 ? lines : lines.slice(0, end);
  return { node: list(own.map(ofList)), length: own.join("\n").length };
}

/** The first lines, as long as they match the pattern. */
function leading(text, pattern) {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !pattern.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function ofList(line) {
  const [, indent, sign, text] = LIST_LINE.exec(line);
  return { indent: indent.length, ordered: sign.endsWith("."), start: Number.parseInt(sign, 10) || 1, text };
}

function list(lines) {
  const [first] = lines;
  const items = [];
  let deeper = [];
  const close = () => {
    if (0 < deeper.length) items.at(-1).nested.push(list(deeper));
    deeper = [];
  };
  for (const line of lines) {
    if (0 < items.length && first.indent < line.indent) {
      deeper.push(line);
      continue;
    }
    close();
    items.push({ children: inline(line.text), nested: [] });
  }
  close();
  return { kind: "list", ordered: first.ordered, start: first.start, items };
}

/** The code block that begins before offset `line`: its start, its end and its text; null when there is none. */
function fenceIn(text, line) {
  const opening = /\\[^]|```/g;
  for (let match = opening.exec(text); match !== null && match.index < line; match = opening.exec(text)) {
    if (match[0] !== "```") continue;
    const close = text.indexOf("```", match.index + 3);
    if (close < 0) return null;
    const inside = text.slice(match.index + 3, close);
    if (inside.trim() === "") return null;
    // The language after the opening fence is not part of the code.
    const code = inside.replace(/^[\w+.#-]+\n/, "").replace(/^\n+|\n+$/g, "");
    return { start: match.index, end: close + 3, text: code };
  }
  return null;
}

/** Parses inline marks. */
function inline(text) {
  const out = [];
  let place = 0;
  while (place < text.length) {
    const found = markAt(text, place) ?? { node: { kind: "text", text: text[place] }, end: place + 1 };
    const last = out.at(-1);
    if (found.node.kind === "text" && last?.kind === "text") last.text += found.node.text;
    else out.push(found.node);
    place = found.end;
  }
  return out;
}

function match(pattern, text, place) {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

/** The mark that begins exactly at `place`, or null. */
function markAt(text, place) {
  const sign = text[place];
  const found = (pattern, make) => {
    const parts = match(pattern, text, place);
    const node = parts === null ? null : make(parts);
    return node === null ? null : { node, end: place + parts[0].length };
  };
  if (sign === "\\") return found(ESCAPED, ([, kept]) => ({ kind: "text", text: kept }));
  if (sign === "`") return found(CODE, ([, , code]) => ({ kind: "code", text: code.replace(/^ (.*) $/, "$1") }));
  if (sign === "<") return angled(found);
  if (sign === "@") return found(EVERYONE, ([all, id]) => ({ kind: "mention", sign: "@", id, text: all }));
  if (sign === "[") return found(NAMED_LINK, namedLink);
  if (sign === "h") return bareLink(text, place);
  if (!"*_~|".includes(sign)) return null;
  for (const [kind, pattern] of HOLDING) {
    const mark = found(pattern, ([, inside]) => ({ kind, children: inline(inside) }));
    if (mark !== null) return mark;
  }
  return null;
}

function angled(found) {
  return found(MENTION, ([, sign, id]) => ({ kind: "mention", sign: sign.replace("!", ""), id }))
    ?? found(MOMENT, moment)
    ?? found(COMMAND, ([, name]) => ({ kind: "command", text: "/" + name }))
    ?? found(EMOJI, ([, name]) => ({ kind: "text", text: `:${name}:` }))
    ?? found(QUIET_LINK, ([, url]) => ({ kind: "link", url, children: [{ kind: "text", text: url }] }));
}

/** JavaScript's range of dates around 1970, seconds. */
const SECONDS_MAX = 8_640_000_000_000;

function moment([, seconds, style]) {
  const value = Number(seconds);
  return Math.abs(value) <= SECONDS_MAX ? { kind: "moment", seconds: value, style: style ?? "f" } : null;
}

/** A name that contains a URL could hide where the link goes: like Discord, show it as typed. */
function namedLink([, name, url]) {
  return /https?:\/\//.test(name) ? null : { kind: "link", url, children: inline(name) };
}

function bareLink(text, place) {
  const [found] = match(BARE_LINK, text, place) ?? [];
  if (found === undefined) return null;
  let url = found;
  // Trailing punctuation belongs to the sentence, and so does a closing bracket that the URL did not open.
  while (/[.,:;!?"'*_~|\]]$/.test(url) || (url.endsWith(")") && !url.includes("("))) url = url.slice(0, -1);
  if (/^https?:\/*$/.test(url)) return null;
  return { node: { kind: "link", url, children: [{ kind: "text", text: url }] }, end: place + url.length };
}
