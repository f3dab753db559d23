package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.standalone.faults.evidence.Mail;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A submission, and what should become of it for each recipient. */
public record Letter(ProducerRecord<byte[], byte[]> submission, List<Mail> mails) {}
