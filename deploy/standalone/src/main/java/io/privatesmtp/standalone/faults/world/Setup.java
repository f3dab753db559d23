package io.privatesmtp.standalone.faults.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a scenario needs beside the ordinary.
 *
 * @param slow how long mailboxes named slow take over their final reply
 * @param workerSettings {@code PSR_*} variables
 */
public record Setup(List<Site> sites, Duration slow, Map<String, String> workerSettings) {}
