// A message as elements. Texts of people and bot become text nodes only, never markup.

/** An element with properties and children; strings become text. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const MARKS = new RegExp(
  ["```(?:\\w*\\n)?([\\s\\S]+?)```", "`([^`\\n]+)`", "\\*\\*([\\s\\S]+?)\\*\\*", "__([\\s\\S]+?)__", "~~([\\s\\S]+?)~~",
    "\\*([^*\\n]+)\\*", "_([^_\\n]+)_(?!\\w)", "<(@&|@!|@|#)(\\d+)>", "<t:(-?\\d+)(?::([tTdDfFR]))?>", "(https?://[^\\s<>()]+)"].join("|"),
  "g");

/** Discord's marks as elements. `names` knows users, roles and channels by id. */
export function marked(text, names) {
  const out = [];
  let at = 0;
  for (const match of (text ?? "").matchAll(MARKS)) {
    if (at < match.index) out.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    out.push(mark(match, names));
  }
  out.push((text ?? "").slice(at));
  return out.filter((piece) => piece !== "");
}

function mark(match, names) {
  const [, block, code, bold, under, struck, italic, slanted, sign, id, seconds, style, link] = match;
  if (block !== undefined) return el("pre", {}, block);
  if (code !== undefined) return el("code", {}, code);
  if (bold !== undefined) return el("strong", {}, marked(bold, names));
  if (under !== undefined) return el("u", {}, marked(under, names));
  if (struck !== undefined) return el("s", {}, marked(struck, names));
  const leaning = italic ?? slanted;
  if (leaning !== undefined) return el("em", {}, marked(leaning, names));
  if (id !== undefined) return el("span", { className: "mention" }, (sign === "#" ? "#" : "@") + (names.get(id) ?? id));
  if (seconds !== undefined) return moment(Number(seconds) * 1000, style ?? "f");
  return el("a", { href: link, target: "_blank", rel: "noreferrer" }, link);
}

function moment(ms, style) {
  const date = new Date(ms);
  const whole = date.toLocaleString("es", { dateStyle: "long", timeStyle: "short" });
  const shown = {
    t: () => date.toLocaleTimeString("es", { timeStyle: "short" }), T: () => date.toLocaleTimeString("es"),
    d: () => date.toLocaleDateString("es"), D: () => date.toLocaleDateString("es", { dateStyle: "long" }),
    f: () => whole, F: () => date.toLocaleString("es", { dateStyle: "full", timeStyle: "short" }), R: () => relative(ms),
  }[style]();
  return el("time", { title: whole, dateTime: date.toISOString() }, shown);
}

function relative(ms) {
  const format = new Intl.RelativeTimeFormat("es", { numeric: "auto" });
  const seconds = Math.round((ms - Date.now()) / 1000);
  const units = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60]];
  for (const [unit, size] of units) if (size <= Math.abs(seconds)) return format.format(Math.round(seconds / size), unit);
  return format.format(seconds, "second");
}

/** One message. `hands` has what a person can do: reply, press, choose; `me` is the person's id. */
export function messageElement(message, names, hands, me) {
  const only = (message.flags & 64) !== 0;
  const pinged = message.mentions.some((user) => user.id === me);
  const body = el("div", {},
    el("span", { className: "who" }, message.author.username),
    message.author.bot ? el("span", { className: "bot" }, "BOT") : null,
    el("time", { className: "sent", dateTime: message.timestamp }, new Date(message.timestamp).toLocaleTimeString("es", { timeStyle: "short" })),
    el("div", { className: "text" }, (message.flags & 128) !== 0 ? "está pensando…" : message.type === 18 ? ["abrió un hilo: ", message.content] : marked(message.content, names),
      message.edited_timestamp ? el("span", { className: "edited" }, " (editado)") : null),
    message.embeds.map((embed) => embedElement(embed, names)),
    (message.message_snapshots ?? []).map((one) => forwarded(one.message, names)),
    message.attachments.filter((file) => !isShown(file, message.embeds)).map(attachmentElement),
    message.components.map((row) => rowElement(row, message, hands)),
    reactions(message.reactions ?? []),
    only ? el("div", { className: "only" }, "👁 Solo tú puedes ver esto") : null,
  );
  const reply = message.type === 18 ? null : el("button", { type: "button", className: "reply", onclick: () => hands.reply(message) }, "Responder");
  const className = ["message", only ? "only" : "", pinged ? "pinged" : ""].join(" ");
  return el("li", { className }, quote(message), face(message.author), body, reply);
}

/** What somebody forwarded, as it was then. */
function forwarded(first, names) {
  return el("div", { className: "embed" }, el("div", { className: "author" }, "↪ Reenviado"),
    el("div", { className: "text" }, marked(first.content, names)), first.embeds.map((embed) => embedElement(embed, names)),
    first.attachments.map(attachmentElement));
}

function quote(message) {
  const first = message.referenced_message;
  if (first === undefined) return null;
  const text = first === null ? "mensaje borrado" : `${first.author.username}: ${first.content || "(sin texto)"}`;
  return el("div", { className: "quote" }, "↱ " + text);
}

function face(author) {
  const hue = [...author.username].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const element = el("div", { className: "face", ariaHidden: "true" }, author.username.slice(0, 1).toUpperCase());
  element.style.background = `hsl(${hue} 45% 42%)`;
  return element;
}

function isShown(file, embeds) {
  return embeds.some((embed) => embed.image?.url === file.url || embed.thumbnail?.url === file.url);
}

function embedElement(embed, names) {
  const fields = (embed.fields ?? []).map((field) => el("div", { className: field.inline ? "field inline" : "field" },
    el("b", {}, marked(field.name, names)), el("div", { className: "text" }, marked(field.value, names))));
  const time = embed.timestamp ? new Date(embed.timestamp).toLocaleString("es") : "";
  const foot = [embed.footer?.text, time].filter(Boolean).join(" · ");
  const element = el("div", { className: "embed" },
    embed.thumbnail ? el("img", { className: "thumbnail", src: embed.thumbnail.url, alt: "" }) : null,
    embed.author ? el("div", { className: "author" }, embed.author.name) : null,
    embed.title ? el("h3", {}, marked(embed.title, names)) : null,
    embed.description ? el("div", { className: "text" }, marked(embed.description, names)) : null,
    fields.length === 0 ? null : el("div", { className: "fields" }, fields),
    embed.image ? el("img", { src: embed.image.url, alt: "" }) : null,
    foot ? el("div", { className: "foot" }, foot) : null);
  if (embed.color) element.style.borderLeftColor = "#" + embed.color.toString(16).padStart(6, "0");
  return element;
}

function attachmentElement(file) {
  const link = { href: file.url, target: "_blank", rel: "noreferrer" };
  if ((file.content_type ?? "").startsWith("image/")) {
    const image = el("img", { src: file.url, alt: file.description ?? file.filename });
    return el("div", { className: "attachment" }, el("a", link, image));
  }
  const size = `${Math.ceil(file.size / 1024)} KB`;
  return el("div", { className: "attachment" }, el("a", { ...link, className: "file" }, `📄 ${file.filename} (${size})`));
}

function rowElement(row, message, hands) {
  return el("div", { className: "row" }, row.components.map((item) =>
    item.type === 2 ? buttonElement(item, message, hands) : selectElement(item, message, hands)));
}

function buttonElement(item, message, hands) {
  const label = [item.emoji?.name, item.label].filter(Boolean).join(" ");
  if (item.style === 5) return el("a", { className: "link", href: item.url, target: "_blank", rel: "noreferrer" }, label + " ↗");
  const press = () => hands.press(message, item, []);
  return el("button", { type: "button", className: `s${item.style}`, disabled: item.disabled === true, onclick: press }, label);
}

function selectElement(item, message, hands) {
  const most = item.max_values ?? 1;
  const options = item.type === 3 ? item.options.map((option) => ({ value: option.value, label: option.label, note: option.description }))
    : hands.choices(item.type);
  const select = el("select", { multiple: most > 1, disabled: item.disabled === true, ariaLabel: item.placeholder ?? "Elegir" },
    most > 1 ? null : el("option", { value: "", disabled: true, selected: true }, item.placeholder ?? "Elige una opción"),
    options.map((option) => el("option", { value: option.value }, option.label + (option.note ? ` · ${option.note}` : ""))));
  const chosen = () => [...select.selectedOptions].map((option) => option.value).filter(Boolean);
  if (most === 1) {
    select.onchange = async () => {
      await hands.press(message, item, chosen());
      // The same can be chosen again.
      select.value = "";
    };
    return select;
  }
  const least = item.min_values ?? 1;
  const count = least === most ? `elige ${most}` : `elige de ${least} a ${most}`;
  return el("div", { className: "several" }, el("span", {}, [item.placeholder, count].filter(Boolean).join(" · ")), select,
    el("button", { type: "button", onclick: () => hands.press(message, item, chosen()) }, "Elegir"));
}

function reactions(list) {
  if (list.length === 0) return null;
  return el("div", { className: "reactions" }, list.map((one) => el("span", {}, `${one.emoji.name} ${one.count}`)));
}
