// The sandbox's event stream, and reconnecting when it is lost.
//
// A browser allows only a few connections to one server, and the stream holds one open. So only one tab of this browser connects
// and passes the events on to the others. When it is closed, another one takes over.
import { byId } from "/page/elements.js";

const NAME = "cambista.stream";
/** The waits before each retry, seconds; the last one repeats. */
const WAITS_S = [1, 2, 4, 8, 15];

/** Receives events until the page is closed. `heard` gets each; `back` is called when some may have been missed. */
export function listen(heard, back) {
  const tabs = new BroadcastChannel(NAME);
  /** Handles what the connected tab reports: an event, that it is connected, or that it is not (`lost`: seconds to the retry). */
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
  // Browsers have `locks` only in a secure context: on localhost or over HTTPS. Elsewhere each tab connects by itself.
  if (navigator.locks === undefined) lead();
  else navigator.locks.request(NAME, () => (lead(), new Promise(() => {})));
  // Reads what changed between the page's first read and now.
  back();
}

function showLost(seconds) {
  byId("lost-wait").textContent = seconds === 0 ? "Conectando…" : `Nuevo intento en ${seconds} s.`;
  byId("lost").hidden = false;
}

/** Returns a function that connects at once. After a failure it reconnects by itself, with growing waits. */
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
      // Replaces the browser's own retry, which shows no wait and cannot be triggered by hand.
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
