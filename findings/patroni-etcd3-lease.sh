#!/bin/sh
# Patroni 3.0.2 (Debian 12) with `etcd3`: a primary whose lease ran out (a suspended machine) takes the lease back when it wakes,
# although another node holds it: update_leader writes the leader's key without a condition. The successor then demotes itself, and
# what it acknowledged is lost, also with synchronous_mode. Fixed in 3.0.3 (patroni/patroni pull requests 2689 and 2693). With `etcd`
# (the older interface, etcd 3.4 with --enable-v2) the update is a comparison, and fails as it should.
#
# Needs Debian's patroni, python3-etcd and etcd-server; does not use the desk, nor PostgreSQL. Takes a minute. Exit 0: as described.
# Exit 1: etcd3 no longer takes the lease back (then deploy/patroni/patroni.yml may use it), or etcd does.
exec /usr/bin/python3 - <<'PY'
import logging, socket, subprocess, sys, tempfile, time
sys.path.insert(0, "/usr/lib/python3/dist-packages")
from patroni.dcs import get_dcs
from patroni.version import __version__
logging.disable(logging.CRITICAL)

def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]

def holder(dcs):
    return dcs.get_cluster().leader.name

TTL = 20
client, peer = free_port(), free_port()
folder = tempfile.TemporaryDirectory()
address, peers = "http://127.0.0.1:%d" % client, "http://127.0.0.1:%d" % peer
etcd = subprocess.Popen(["etcd", "--enable-v2=true", "--name", "one", "--data-dir", folder.name, "--listen-client-urls", address,
                         "--advertise-client-urls", address, "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
                         "--initial-cluster", "one=" + peers], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    time.sleep(3)
    print("Patroni", __version__)
    taken_back = {}
    for interface in ("etcd3", "etcd"):
        def node(name):
            dcs = get_dcs({"name": name, "scope": interface, "ttl": TTL, "loop_wait": 5, "retry_timeout": 5,
                           interface: {"hosts": "127.0.0.1:%d" % client}, "postgresql": {}})
            dcs.set_ttl(TTL)
            return dcs
        first, second = node("first"), node("second")
        first.get_cluster()
        assert first.attempt_to_acquire_leader(), "the first node did not get the free lease"
        first.get_cluster()
        time.sleep(TTL + 5)  # the first node is suspended
        second.get_cluster()
        assert second.attempt_to_acquire_leader(), "the second node did not get the lease that ran out"
        before = holder(second)
        try:
            answer = first.update_leader(None)
        except Exception as refused:
            answer = repr(refused)
        after = holder(second)
        taken_back[interface] = after == "first"
        print("%-5s the lease was held by %s; update_leader of first: %s; then held by %s" % (interface, before, answer, after))
finally:
    etcd.kill()
    etcd.wait()
    folder.cleanup()
sys.exit(0 if taken_back == {"etcd3": True, "etcd": False} else 1)
PY
