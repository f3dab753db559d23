#!/bin/sh
# Two hosts (network namespaces psr-a and psr-b) with IPv4 and IPv6 addresses each and a worker in each, and a third with the
# broker and the receivers. Every message must leave from the host that has its address, whichever worker got it, and mail must
# follow an address that moves. Also through microsocks. Needs root; build first (./psr build). Deletes its folder when all was well.
set -eu
project=$(cd "$(dirname "$0")/../.." && pwd)
pids=

skip() {
    echo "skipped: $1"
    exit 0
}

[ "$(uname)" = Linux ] || skip "network namespaces are Linux'"
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
command -v ip > /dev/null || skip "ip (iproute2) is not installed"
command -v microsocks > /dev/null || skip "microsocks is not installed"
ip netns add psr-probe 2> /dev/null || skip "network namespaces cannot be made here"
ip netns delete psr-probe
[ -f "$project/delivery-worker/target/quarkus-app/quarkus-run.jar" ] || skip "run ./psr build first"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classes="$project/deploy/standalone/target/psr.jar:$project/deploy/standalone/target/lib/*"

work=$(mktemp -d)
clean() {
    status=$?
    for pid in $pids; do kill "$pid" 2> /dev/null || true; done
    for pid in $pids; do wait "$pid" 2> /dev/null || true; done
    for host in psr-a psr-b psr-net; do ip netns delete $host 2> /dev/null || true; done
    [ $status -eq 0 ] && rm -rf "$work" || echo "logs: $work"
}
trap clean EXIT
trap 'exit 1' INT TERM

# host NAME ADDRESS...: a namespace on the common network
host() {
    name=$1
    shift
    ip netns add "$name"
    ip -n "$name" link set lo up
    ip link add eth0 netns "$name" type veth peer name "to-$name" netns psr-net
    ip -n psr-net link set "to-$name" master br0 up
    ip -n "$name" link set eth0 up
    for address in "$@"; do ip -n "$name" addr add "$address" dev eth0 $(v6 "$address"); done
}

v6() {
    case $1 in *:*) echo nodad ;; esac
}

ip netns add psr-net
ip -n psr-net link set lo up
ip -n psr-net link add br0 type bridge
ip -n psr-net link set br0 up
for address in 10.77.0.1/24 10.77.0.9/24 fd77::9/64; do ip -n psr-net addr add $address dev br0 $(v6 $address); done
host psr-a 10.77.0.11/24 10.77.0.12/24 10.77.0.13/24 10.77.0.14/24 10.77.0.15/24 fd77::12/64
host psr-b 10.77.0.21/24 10.77.0.22/24 fd77::22/64

cat > "$work/broker.properties" << END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@10.77.0.1:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://10.77.0.1:9092,CONTROLLER://10.77.0.1:9093
advertised.listeners=PLAINTEXT://10.77.0.1:9092
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/kafka
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
share.coordinator.state.topic.replication.factor=1
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
message.max.bytes=50000000
log.cleaner.dedupe.buffer.size=8388608
END
ip netns exec psr-net "$java" -Xmx256m -cp "$classes" io.privatesmtp.embedded.KafkaMain "$work/broker.properties" \
    > "$work/broker.log" 2>&1 &
pids="$pids $!"
ip netns exec psr-net "$java" -Xmx128m -cp "$classes" io.privatesmtp.internet.ReceivingProcess --listen 10.77.0.9:2525 \
    --listen '[fd77::9]:2525' --accept-all --record "$work/received.jsonl" > "$work/receivers.log" 2>&1 &
pids="$pids $!"
# It never says what it bound; what it binds is the address of proxy.test.
ip netns exec psr-a microsocks -i 10.77.0.11 -p 1080 -b 10.77.0.14 > "$work/microsocks.log" 2>&1 &
pids="$pids $!"

# worker NAMESPACE ADDRESS
worker() {
    ip netns exec "$1" env KAFKA_BOOTSTRAP_SERVERS=10.77.0.1:9092 QUARKUS_HTTP_HOST="$2" PSR_SMTP_PORT=2525 \
        PSR_SMTP_ALLOW_NETWORKS=10.77.0.0/24,fd77::/64 PSR_OPERATOR_CREDENTIALS=operator:rehearsal \
        PSR_EGRESS_SECRET="$(cat "$work/secret")" PSR_EGRESS_DOOR_LISTEN="$2:7025" PSR_TOPICS_PARTITIONS=12 \
        "$java" -Xmx384m -jar "$project/delivery-worker/target/quarkus-app/quarkus-run.jar" > "$work/$1.log" 2>&1 &
    pids="$pids $!"
}

od -An -N32 -tx1 /dev/urandom | tr -d ' \n' > "$work/secret"
sleep 5
worker psr-a 10.77.0.11
worker psr-b 10.77.0.21
for host in psr-a psr-b; do
    i=0
    until grep -q 'Listening on' "$work/$host.log"; do
        i=$((i + 1))
        [ $i -lt 90 ] || { tail -20 "$work/$host.log"; exit 1; }
        sleep 1
    done
done
sleep 5
# Not with exec: the traps clean up.
nsenter --net=/var/run/netns/psr-net "$java" -cp "$classes" "$project/deploy/namespaces/Rehearsal.java" 10.77.0.1:9092 \
    "$work/received.jsonl"
