// The sandbox's news, and what to do when it cannot be reached.
//
// A browser keeps only a few connections to one server, and the news holds one open: so of all tabs of this browser one listens and
// passes on what it hears. When it is closed, another one takes over.
import { byId } from "/page/elements.js";

const NAME = "cambista.stream";
/** Waits between tries to connect again, seconds. */
const WAITS_S = [1, 2, 4, 8, 15];

/** Hears the news until the page is closed. `heard` gets each; `back` is called when some may have been missed. */
export function listen(heard, back) {
  const tabs = new BroadcastChannel(NAME);
  /** What the listening tab says: news, that it is connected, or that it is not (with the seconds to the next try). */
  const hear = (said) => {
    if (said.news !== undefined) heard(said.news);
    if (said.lost !== undefined) showLost(said.lost);
    if (said.connected) {
      byId("lost").hidden = true;
      back();
    }
  };
  tabs.onmessage = (event) => hear(event.data);
  const lead = () => {
    const connect = connector((said) => {
      hear(said);
      tabs.postMessage(said);
    });
    tabs.onmessage = (event) => event.data.retry && connect();
    byId("retry").onclick = connect;
    addEventListener("online", connect);
    connect();
  };
  byId("retry").onclick = () => tabs.postMessage({ retry: true });
  // Locks need a page that counts as safe: this machine, or HTTPS. Elsewhere each tab listens for itself.
  if (navigator.locks === undefined) lead();
  else navigator.locks.request(NAME, () => (lead(), new Promise(() => {})));
  // What came after the first look and before this tab listened.
  back();
}

function showLost(seconds) {
  byId("lost-wait").textContent = seconds === 0 ? "Conectando…" : `Nuevo intento en ${seconds} s.`;
  byId("lost").hidden = false;
}

/** Gives what connects now. From then on it connects again by itself, after longer and longer waits. */
function connector(say) {
  let source = null;
  let tries = 0;
  let timer = null;
  const connect = () => {
    clearInterval(timer);
    source?.close();
    if (0 < tries) say({ lost: 0 });
    source = new EventSource("/sandbox/stream");
    source.onmessage = (event) => say({ news: JSON.parse(event.data) });
    source.onopen = () => {
      tries = 0;
      say({ connected: true });
    };
    source.onerror = () => {
      // The browser's own way of trying again neither counts nor can be hurried.
      source.close();
      wait();
    };
  };
  const wait = () => {
    let left = WAITS_S[Math.min(tries, WAITS_S.length - 1)];
    tries += 1;
    say({ lost: left });
    clearInterval(timer);
    timer = setInterval(() => {
      left -= 1;
      if (left <= 0) connect();
      else say({ lost: left });
    }, 1_000);
  };
  return connect;
}
