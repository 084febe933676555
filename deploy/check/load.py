"""Loads desks through the API for games and through Discord, and compares what they acknowledged with the books.

    load.py load FOLDER DISCORD WORKERS API...      until FOLDER/stop exists; the key of the app is in CAMBISTA_KEY
    load.py verify FOLDER DISCORD DATABASE_URL      exit 1 when something is lost, doubled or unexplained
    load.py late DISCORD PROCESS                    exit 1 when the process, which hears later, does what another one refused
    load.py gap FOLDER SECONDS MOMENT               how long each desk gave no answer after a moment of FOLDER/moments

Every unit has a name of its own (the description of a transaction, the reason of a gift), so that the books show what became of it.
A call that is not answered is repeated with its Idempotency-Key at the next desk, as docs/API.md says, until it is answered.
Only Python's standard library; `psql` reads the books.
"""

import collections
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

TRANSACTIONS_OF_AN_EVENT = 20
CALL_MAX_S = 12
GIVE_UP_S = 90
# One of so many calls is sent to two desks at once with one key: the answers must be the same.
AT_ONCE_EVERY = 10
GIFT_EVERY_S = 0.5
USERS = [700_000_000_000_000_000 + number for number in range(1, 9)]


def now_ms():
    return int(time.time() * 1000)


class Log:
    """Lines of JSON, one for each acknowledged or refused unit."""

    def __init__(self, path):
        self.file = open(path, "a", buffering=1)
        self.lock = threading.Lock()

    def write(self, **fact):
        with self.lock:
            self.file.write(json.dumps(fact) + "\n")


def read_log(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


class Caller:
    """A game: calls one desk, and after a failure the next one."""

    def __init__(self, apis, first, log):
        self.apis, self.at, self.log = apis, first % len(apis), log
        self.connection = None

    def once(self, api, method, path, body, key):
        """One attempt: (status, answer). Status 0: no answer."""
        sent = now_ms()
        try:
            if self.connection is None or self.connection[0] != api:
                self.close()
                address = urllib.parse.urlsplit(api)
                self.connection = (api, http.client.HTTPConnection(address.hostname, address.port, timeout=CALL_MAX_S))
            headers = {"Authorization": "Bearer " + os.environ["CAMBISTA_KEY"], "Idempotency-Key": key}
            if body is not None:
                headers["Content-Type"] = "application/json"
            self.connection[1].request(method, path, None if body is None else json.dumps(body), headers)
            response = self.connection[1].getresponse()
            answer = json.loads(response.read() or b"null")
            status = response.status
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            status, answer = 0, repr(error)
        self.log.write(kind="call", api=api, path=path.split("/")[2], key=key, status=status, sent=sent, at=now_ms(),
                       code=code_of(answer))
        return status, answer

    def close(self):
        if self.connection is not None:
            self.connection[1].close()
            self.connection = None

    def call(self, method, path, body, key):
        """Repeats the call until its outcome is certain."""
        until = time.time() + GIVE_UP_S
        while True:
            status, answer = self.once(self.apis[self.at], method, path, body, key)
            if status and status < 500 and status != 429:
                return status, answer
            if until < time.time():
                return 0, answer
            self.at = (self.at + 1) % len(self.apis)
            time.sleep(0.2)


def code_of(answer):
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        return answer["error"].get("code")
    return answer if isinstance(answer, str) else None


def play(folder, apis, number, log):
    """Opens events, moves coins in them, closes them."""
    caller = Caller(apis, number, log)
    round_number = 0
    while not os.path.exists(os.path.join(folder, "stop")):
        round_number += 1
        name = f"{os.getpid()}-{number}-{round_number}"
        status, answer = caller.call("POST", "/finance/event", None, f"open-{name}")
        if status != 201:
            log.write(kind="odd", what="open", key=name, status=status, answer=answer)
            continue
        event = answer["event_id"]
        for unit in range(TRANSACTIONS_OF_AN_EVENT):
            # Every third takes back a part of what the first two of the same event gave.
            kind, amount = ("debit", 3) if unit % 3 == 2 else ("credit", 10)
            key = f"{name}-{unit}"
            body = {"user_id": str(USERS[(number + unit // 3) % len(USERS)]), "event_id": event, "type": kind,
                    "amount": amount, "description": f"unit {key}"}
            status, answer = transact(caller, apis, body, key, unit, log)
            if status == 201:
                log.write(kind="transaction", key=key, id=answer["transaction_id"], event=event, type=kind, amount=amount)
            else:
                log.write(kind="odd", what="transaction", key=key, status=status, answer=answer)
                if code_of(answer) in ("event_expired", "event_closed"):
                    break
        status, answer = caller.call("POST", f"/finance/event/{event}/close", None, f"close-{name}")
        if status == 200:
            log.write(kind="closed", event=event, transactions=answer["transactions"])
        else:
            log.write(kind="odd", what="close", key=name, event=event, status=status, answer=answer)


def transact(caller, apis, body, key, unit, log):
    if len(apis) < 2 or unit % AT_ONCE_EVERY != AT_ONCE_EVERY - 1:
        return caller.call("POST", "/finance/transaction", body, key)
    answers = [None, None]
    other = Caller(apis, caller.at + 1, log)

    def call(index, who):
        answers[index] = who.call("POST", "/finance/transaction", body, key)

    threads = [threading.Thread(target=call, args=(0, caller)), threading.Thread(target=call, args=(1, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    ids = [answer.get("transaction_id") for status, answer in answers if status == 201]
    if len(set(ids)) > 1:
        log.write(kind="odd", what="one key, two transactions", key=key, ids=ids)
    return answers[0]


class Discord:
    """People of the sandbox."""

    def __init__(self, url):
        self.url = url + "/sandbox"

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"content-type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.loads(response.read() or b"null")

    def say(self, person, channel, text):
        return self.call("POST", f"/people/{person}/channels/{channel}/say", {"content": text})

    def messages_after(self, person, channel, after):
        found = []
        while True:
            page = self.call("GET", f"/people/{person}/channels/{channel}/messages?after={after}&limit=100")
            found += page
            if len(page) < 100:
                return found
            after = page[-1]["id"]


def give(folder, url, log):
    """Types one gift after another as the owner, without waiting for the answers."""
    discord = Discord(url)
    number = 0
    while not os.path.exists(os.path.join(folder, "stop")):
        number += 1
        reason = f"regalo-{os.getpid()}-{number}"
        sent = now_ms()
        message = discord.say("superusuario", "general", f"!dar @maria 1 {reason}")
        log.write(kind="gift", reason=reason, message=message["id"], sent=sent)
        time.sleep(GIFT_EVERY_S)


def listen(folder, url, log):
    """Notes when each gift is answered."""
    discord = Discord(url)
    after = discord.say("superusuario", "general", "la carga empieza")["id"]
    quiet_since = None
    while quiet_since is None or time.time() - quiet_since < 8:
        for message in discord.messages_after("superusuario", "general", after):
            after = message["id"]
            if message["author"].get("bot"):
                answered = (message.get("message_reference") or {}).get("message_id")
                log.write(kind="reply", to=answered, at=now_ms(), content=message["content"])
        if quiet_since is None and os.path.exists(os.path.join(folder, "stop")):
            quiet_since = time.time()
        time.sleep(0.1)


def load(folder, url, workers, apis):
    log = Log(os.path.join(folder, "units.jsonl"))
    threads = [threading.Thread(target=play, args=(folder, apis, number, log)) for number in range(workers * len(apis))]
    threads.append(threading.Thread(target=listen, args=(folder, url, log)))
    threads.append(threading.Thread(target=give, args=(folder, url, log)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def rows(url, statement):
    found = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\x1f", "-c", statement, url], check=True, capture_output=True,
                           text=True).stdout
    return [line.split("\x1f") for line in found.splitlines()]


class Findings:
    def __init__(self):
        self.wrong = 0

    def expect(self, what, bad, note=""):
        if bad:
            self.wrong += 1
            print(f"  WRONG  {what}: {len(bad)}, first {json.dumps(bad[:3], ensure_ascii=False)} {note}")
        else:
            print(f"  right  {what}")


def verify(folder, url, database):
    units = read_log(folder, "units.jsonl")
    of_kind = collections.defaultdict(list)
    for unit in units:
        of_kind[unit["kind"]].append(unit)
    findings = Findings()
    verify_calls(of_kind, database, findings)
    verify_gifts(of_kind, url, database, findings)
    return findings.wrong


def verify_calls(of_kind, database, findings):
    acknowledged = of_kind["transaction"]
    posted = rows(database, "select t.id, t.event_id, t.kind, t.amount_minor, t.description, e.state "
                            "from app_transactions t join app_events e on e.id = t.event_id")
    by_id = {int(row[0]): row for row in posted}
    print(f"  {len(acknowledged)} transactions and {len(of_kind['closed'])} closed events were acknowledged, "
          f"{len(posted)} transactions are in the books; {sum(c['status'] == 0 or c['status'] >= 500 for c in of_kind['call'])} "
          f"of {len(of_kind['call'])} calls got no answer or a 5xx and were repeated")

    def differs(unit):
        row = by_id.get(unit["id"])
        return row is None or row[1:5] != [str(unit["event"]), unit["type"], str(unit["amount"]), f"unit {unit['key']}"]

    findings.expect("each acknowledged transaction is in the books as it was", [u for u in acknowledged if differs(u)])
    times = collections.Counter(row[4] for row in posted)
    findings.expect("no transaction is there twice", [name for name, count in times.items() if count > 1])
    known = {f"unit {unit['key']}" for unit in acknowledged}
    refused = {f"unit {odd['key']}" for odd in of_kind["odd"] if odd["what"] == "transaction" and odd["status"]}
    findings.expect("nothing is there that was refused", sorted(set(times) & refused))
    findings.expect("nothing is there that was not acknowledged in the end", sorted(set(times) - known - refused))
    states = {int(row[0]): (row[1], int(row[2])) for row in rows(database, "select id, state, transactions from app_events")}
    findings.expect("each event whose close was acknowledged is closed, with as many transactions",
                    [u for u in of_kind["closed"] if states.get(u["event"]) != ("closed", u["transactions"])])
    findings.expect("no answer was odd", of_kind["odd"])
    final = sum(int(row[3]) * (1 if row[2] == "credit" else -1) for row in posted if row[5] == "closed")
    users = ", ".join(f"'{user}'" for user in USERS)
    have = rows(database, "select coalesce(sum(a.balance_minor), 0) from ledger_accounts a join member_identities m "
                          f"on a.code = 'member:' || m.member_id || ':coins:COIN' where m.kind = 'discord' and m.value in ({users})")
    findings.expect("people have exactly the coins of the closed events", [] if have == [[str(final)]] else [have, final])


def verify_gifts(of_kind, url, database, findings):
    gifts = of_kind["gift"]
    discord = Discord(url)
    replies = collections.defaultdict(list)
    for reply in of_kind["reply"]:
        replies[reply["to"]].append(reply["content"])
    given = collections.Counter(row[0] for row in rows(database, "select cast(details as json) ->> 'reason' from journal "
                                                                 "where kind = 'coins.given'"))
    told = collections.Counter()
    for message in discord.messages_after("maria", "dm", "0"):
        for word in message["content"].split("«")[1:]:
            told[word.split("»")[0]] += 1
    done = {g["reason"]: replies[g["message"]] for g in gifts}
    yes = [reason for reason, words in done.items() if any("recibe" in word for word in words)]
    print(f"  {len(gifts)} gifts were typed in Discord, {len(yes)} were confirmed, {len(gifts) - len(yes)} were not")
    for words in {word for words in done.values() for word in words if "recibe" not in word}:
        print(f"    other answer ({sum(words in found for found in done.values())} times): {words!r}")
    findings.expect("each confirmed gift is in the books once", [r for r in yes if given[r] != 1])
    findings.expect("no gift is in the books twice", [r for r, count in given.items() if count > 1])
    findings.expect("no gift is in the books whose author was told that nothing was done",
                    [(r, words) for r, words in done.items()
                     if given[r] and words and not any("recibe" in word or "todavía" in word for word in words)])
    findings.expect("each typed message was answered", [r for r, words in done.items() if not words])
    findings.expect("each typed message was answered once", [(r, words) for r, words in done.items() if len(words) > 1])
    findings.expect("each gift was told to its person exactly once", [r for r, count in given.items()
                                                                     if r in done and told[r] != count])


def late(url, process):
    """Stops one process, types a payment that the other does not make, makes it possible, types it again, and lets the first go on.

    When the one that stops has the voice, the other one takes it first, and answers that the payment was not made.
    """
    discord = Discord(url)
    process = int(process)

    def ask(person, text):
        message = discord.say(person, "general", text)["id"]
        for _ in range(400):
            for answer in discord.messages_after(person, "general", message):
                if (answer.get("message_reference") or {}).get("message_id") == message:
                    print(f"  {person}: {text}\n    {answer['content']}")
                    return answer["content"]
            time.sleep(0.1)
        return ""

    def coins():
        return ask("cajero1", "!monedas")

    before = coins()
    ask("superusuario", "!dar @cajero2 5 poco")
    time.sleep(3)
    os.kill(process, signal.SIGSTOP)
    try:
        ask("cajero2", "!pagar @cajero1 50")
        ask("superusuario", "!dar @cajero2 100 bastante")
        ask("cajero2", "!pagar @cajero1 50")
        once = coins()
    finally:
        os.kill(process, signal.SIGCONT)
    print("  the other process goes on")
    time.sleep(6)
    after = coins()
    if before == once:
        print("  WRONG  nothing was paid, so nothing is proved")
        return 1
    if once != after:
        print("  WRONG  the payment that was refused was made as well")
        return 1
    print("  right  what was refused stayed refused")
    return 0


def gap(folder, seconds_max, name):
    with open(os.path.join(folder, "moments")) as file:
        moments = [line.rstrip("\n").split(" ", 1) for line in file]
    at = [int(when) for when, what in moments if what == name][-1]
    units = read_log(folder, "units.jsonl")
    slowest = 0.0
    answered = [u for u in units if u["kind"] == "call" and 200 <= u["status"] < 300]
    acknowledged = [u for u in answered if at <= u["sent"]]
    failed = [u for u in units if u["kind"] == "call" and at <= u["at"] <= at + 60_000 and not 200 <= u["status"] < 300]
    apis = sorted({u["api"] for u in units if u["kind"] == "call"})
    for api in apis:
        first = min((u["at"] for u in acknowledged if u["api"] == api), default=None)
        if first is None:
            print(f"  {api}: no write was acknowledged afterwards")
            continue
        taken = (first - at) / 1000
        times = sorted(u["at"] for u in answered if u["api"] == api and at - 5_000 <= u["at"] <= at + 60_000)
        silence = max((later - earlier for earlier, later in zip(times, times[1:]) if at < later), default=0)
        print(f"  {api}: the first write sent afterwards was acknowledged after {taken:.1f} s; "
              f"the longest silence in the minute around it {silence / 1000:.1f} s")
        slowest = max(slowest, taken)
    gifts = {u["message"]: u for u in units if u["kind"] == "gift" and at <= u["sent"]}
    confirmed = [u["at"] for u in units if u["kind"] == "reply" and u["to"] in gifts and "recibe" in u["content"]]
    if confirmed:
        taken = (min(confirmed) - at) / 1000
        slowest = max(slowest, taken)
        print(f"  Discord: the first gift typed afterwards was confirmed after {taken:.1f} s")
    codes = collections.Counter(f"{u['status']} {u['code'] or ''}".strip() for u in failed)
    if codes:
        print(f"  answers other than 2xx within a minute: {dict(codes)}")
    if not acknowledged:
        print("  nothing was acknowledged afterwards")
        return 1
    return 0 if slowest <= float(seconds_max) else 1


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "load":
        load(given[0], given[1], int(given[2]), given[3:])
    elif what == "verify":
        sys.exit(1 if verify(*given) else 0)
    elif what == "gap":
        sys.exit(gap(*given))
    elif what == "late":
        sys.exit(late(*given))
    else:
        sys.exit(__doc__)
