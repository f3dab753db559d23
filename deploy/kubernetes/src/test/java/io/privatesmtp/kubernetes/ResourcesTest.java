package io.privatesmtp.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {
    static Stream<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("base", "kafka", "topics")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(path -> path.toString().endsWith(".yaml")).forEach(files::add);
            }
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsReadWithoutAnUnknownField(Path file) throws IOException {
        assertThat(StrictYaml.parse(Files.readString(file))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Service, spec: {ports: [{prot: 80}]}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: two}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {}, spec: {}}",
                "{apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, spec: {partition: 1}}",
                "{apiVersion: v2, kind: Service}"
            })
    void whatAClusterWouldRefuseIsRefused(String yaml) {
        assertThatThrownBy(() -> StrictYaml.parse(yaml)).isInstanceOf(IOException.class);
    }

    @Test
    void podsRunWithoutPrivilegesAndAreProbed() throws IOException {
        List<PodSpec> pods = new ArrayList<>();
        StrictYaml.only(all(), Deployment.class)
                .forEach(d -> pods.add(d.getSpec().getTemplate().getSpec()));
        StrictYaml.only(all(), DaemonSet.class)
                .forEach(d -> pods.add(d.getSpec().getTemplate().getSpec()));

        assertThat(pods).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(60);
            assertThat(pod.getEnableServiceLinks()).isFalse();
            Container container = pod.getContainers().getFirst();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @ParameterizedTest
    @CsvSource({"base, 0", "kafka, 19"})
    void kustomizeRendersWhatIsThenReadStrictly(String folder, int topics) throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(":")))
                .as("kubectl is installed")
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "kubectl")));

        Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder)
                .redirectErrorStream(true)
                .start();
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor()).as(rendered).isZero();
        // the base is for clusters without Strimzi, too, which know no such kind
        assertThat(StrictYaml.only(StrictYaml.parse(rendered), KafkaTopic.class))
                .hasSize(topics);
    }

    private static List<Object> all() throws IOException {
        List<Object> resources = new ArrayList<>();
        for (Path file : files().toList()) {
            resources.addAll(StrictYaml.parse(Files.readString(file)));
        }
        return resources;
    }
}
