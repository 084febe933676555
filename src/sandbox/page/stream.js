// The sandbox's news, and what to do when it cannot be reached.
import { byId } from "/page/elements.js";

/** Waits between tries to connect again, seconds. */
const WAITS_S = [1, 2, 4, 8, 15];

let source = null;
let tries = 0;
let timer = null;

/** Hears the news until the page is closed. `heard` gets each; `back` is called when the connection is there (again). */
export function listen(heard, back) {
  const connect = () => {
    clearInterval(timer);
    source?.close();
    byId("lost-wait").textContent = "Conectando…";
    source = new EventSource("/sandbox/stream");
    source.onmessage = (event) => heard(JSON.parse(event.data));
    source.onopen = () => {
      tries = 0;
      byId("lost").hidden = true;
      back();
    };
    source.onerror = () => {
      // The browser's own way of trying again neither counts nor can be hurried.
      source.close();
      wait(connect);
    };
  };
  byId("retry").onclick = connect;
  addEventListener("online", () => {
    if (!byId("lost").hidden) connect();
  });
  connect();
}

function wait(connect) {
  let left = WAITS_S[Math.min(tries, WAITS_S.length - 1)];
  tries += 1;
  const say = () => {
    byId("lost-wait").textContent = `Nuevo intento en ${left} s.`;
  };
  say();
  byId("lost").hidden = false;
  clearInterval(timer);
  timer = setInterval(() => {
    left -= 1;
    if (left <= 0) connect();
    else say();
  }, 1_000);
}
