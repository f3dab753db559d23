package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.standalone.bus.TableRows;
import io.privatesmtp.standalone.system.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the workers' consumer groups have not settled yet. */
final class Groups implements AutoCloseable {
    private static final List<String> NAMES = List.of("psr-delivery", "psr-delivery-bulk", "psr-delivery-retry");

    private final Admin admin;

    Groups(String servers) {
        admin = Admin.create(
                Map.of("bootstrap.servers", servers, "request.timeout.ms", 10_000, "default.api.timeout.ms", 20_000));
    }

    void createTables() {
        try {
            TableRows.createTopics(admin).get();
        } catch (ExecutionException e) {
            throw new Failure("cannot create the tables: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /** Records of submission and retry topics that are not committed. */
    long unsettled() {
        return unsettled("mail.");
    }

    /** Those of topics whose name begins so. */
    long unsettled(String prefix) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
            var asked = new HashMap<String, ListConsumerGroupOffsetsSpec>();
            NAMES.forEach(name -> asked.put(name, new ListConsumerGroupOffsetsSpec()));
            admin.listConsumerGroupOffsets(asked).all().get().values().forEach(committed::putAll);
            return ends(consumedTopics(prefix)).entrySet().stream()
                    .mapToLong(end -> {
                        var commit = committed.get(end.getKey());
                        return end.getValue().offset() - (commit == null ? 0 : commit.offset());
                    })
                    .sum();
        } catch (ExecutionException e) {
            throw new Failure("the broker does not tell how far the workers are: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /** Records that were ever written to the topic; 0 where there is none. */
    long records(String topic) {
        try {
            return admin.listTopics().names().get().contains(topic)
                    ? ends(List.of(topic)).values().stream()
                            .mapToLong(ListOffsetsResultInfo::offset)
                            .sum()
                    : 0;
        } catch (ExecutionException e) {
            throw new Failure("the broker does not tell what is in " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(List<String> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(p -> wanted.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(wanted).all().get();
    }

    private List<String> consumedTopics(String prefix) throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().stream()
                .filter(name ->
                        name.startsWith("mail.outbound") || name.startsWith("mail.retry.") || name.equals("mail.bulk"))
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public void close() {
        admin.close();
    }
}
