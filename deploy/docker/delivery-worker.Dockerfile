# The delivery worker: from Kafka to the mail servers of the recipients.
#
#   ./psr build
#   docker build -t private-smtp-routing/delivery-worker -f deploy/docker/delivery-worker.Dockerfile delivery-worker/target/quarkus-app
#
# The context is the built application alone. Configuration comes from the environment (PSR_*, QUARKUS_*, KAFKA_*);
# JAVA_TOOL_OPTIONS adds options for the virtual machine.
FROM eclipse-temurin:25-jre

WORKDIR /app
# From what changes seldom to what changes with every build, so that layers are shared between releases.
COPY lib/ lib/
COPY quarkus/ quarkus/
COPY app/ app/
COPY quarkus-run.jar ./

# A number, so that Kubernetes can see that it is not root. Nothing under /app is written, only /tmp.
USER 10001:10001
EXPOSE 8083

# The virtual machine is process 1: it gets the signal to stop and ends its work in order. Half of what the container may
# use is left to threads, network buffers and the page cache; out of memory ends the process, and the platform restarts it.
# Messages live for moments, and thousands of them wait: half of the heap is for young objects, all of it from the beginning.
ENTRYPOINT ["java", "-XX:InitialRAMPercentage=50", "-XX:MaxRAMPercentage=50", "-XX:+UseParallelGC", \
    "-XX:-UseAdaptiveSizePolicy", "-XX:NewRatio=1", "-XX:SurvivorRatio=3", "-XX:+UseCompactObjectHeaders", \
    "-XX:+UseTransparentHugePages", \
    "-XX:MetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "quarkus-run.jar"]
