// On a narrow screen the sidebar is a menu over the conversation. While it is open, nothing else can get the focus.
import { byId } from "/page/elements.js";

const narrow = matchMedia("(max-width: 760px)");
let opener = null;

const isOpen = () => document.body.classList.contains("menu");

function openMenu(event) {
  opener = event.currentTarget;
  show(true);
  const current = byId(opener.id === "self" ? "people" : "channels").querySelector("[aria-current]");
  (current ?? byId("close-menu")).focus();
}

/** Closes the menu and returns the focus to the button that opened it. */
export function closeMenu() {
  if (!isOpen()) return;
  show(false);
  opener?.focus();
}

/** `inert` keeps taps, Tab and screen readers out of the page under the open menu, and out of the closed menu. */
function show(open) {
  const side = byId("side");
  document.body.classList.toggle("menu", open);
  byId("menu").setAttribute("aria-expanded", String(open));
  document.querySelector("main").inert = open;
  byId("skip").inert = open;
  side.inert = narrow.matches && !open;
  side.setAttribute("role", open ? "dialog" : "complementary");
  if (open) side.setAttribute("aria-modal", "true");
  else side.removeAttribute("aria-modal");
}

byId("menu").onclick = openMenu;
byId("self").onclick = openMenu;
byId("close-menu").onclick = closeMenu;
// On `click`, not on touch: a tap on the backdrop must not also hit what is under it.
byId("backdrop").onclick = closeMenu;
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) closeMenu();
});
narrow.onchange = () => show(false);
show(false);
